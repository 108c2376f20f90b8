# etl-daily-HOME on 2 x r7g.2xlarge + 6 Spot task
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "release_label" {
  type        = string
  description = "EMR release, the log's own"
  default     = "emr-7.5.0"
}

variable "application" {
  type        = string
  description = "s3:// place of the application"
}

variable "application_arguments" {
  type        = list(string)
  description = "Its arguments"
  default     = []
}

variable "subnet_id" {
  type        = string
  description = "Subnet of the cluster"
}

variable "service_role_arn" {
  type        = string
  description = "Role of the EMR service"
}

variable "instance_profile_arn" {
  type        = string
  description = "Instance profile of the nodes"
}

variable "security_configuration" {
  type        = string
  description = "Name of an EMR security configuration; null is none"
  default     = null
}

variable "log_uri" {
  type        = string
  description = "s3:// place of the cluster's logs; null is none"
  default     = null
}

variable "tags" {
  type        = map(string)
  description = "Tags besides the job's name"
  default     = {}
}

resource "aws_emr_cluster" "this" {
  name                              = "etl-daily-HOME"
  release_label                     = var.release_label
  applications                      = ["Spark"]
  service_role                      = var.service_role_arn
  security_configuration            = var.security_configuration
  log_uri                           = var.log_uri
  keep_job_flow_alive_when_no_steps = false
  termination_protection            = false
  tags                              = merge({ job = "etl-daily-HOME" }, var.tags)

  ec2_attributes {
    subnet_id        = var.subnet_id
    instance_profile = var.instance_profile_arn
  }

  step {
    name              = "etl-daily-HOME"
    action_on_failure = "TERMINATE_CLUSTER"

    hadoop_jar_step {
      jar  = "command-runner.jar"
      args = concat(["spark-submit", "--deploy-mode", "cluster", var.application], var.application_arguments)
    }
  }

  master_instance_fleet {
    name                      = "primary"
    target_on_demand_capacity = 1

    instance_type_configs {
      instance_type     = "m6g.xlarge"
      weighted_capacity = 1
    }

    launch_specifications {
      on_demand_specification {
        allocation_strategy = "lowest-price"
      }
    }
  }

  core_instance_fleet {
    name                      = "core"
    target_on_demand_capacity = 2
    target_spot_capacity      = 0

    instance_type_configs {
      instance_type     = "r7g.2xlarge"
      weighted_capacity = 1
    }

    launch_specifications {
      on_demand_specification {
        allocation_strategy = "lowest-price"
      }
    }
  }

  configurations_json = jsonencode([
    {
      Classification = "spark-defaults"
      Properties = {
        "spark.driver.cores"                        = "2"
        "spark.driver.memory"                       = "4096m"
        "spark.driver.memoryOverhead"               = "410m"
        "spark.dynamicAllocation.enabled"           = "false"
        "spark.executor.cores"                      = "4"
        "spark.executor.instances"                  = "16"
        "spark.executor.memory"                     = "20000m"
        "spark.executor.memoryOverhead"             = "3750m"
        "spark.yarn.heterogeneousExecutors.enabled" = "false"
      }
    },
    {
      Classification = "capacity-scheduler"
      Properties = {
        "yarn.scheduler.capacity.resource-calculator" = "org.apache.hadoop.yarn.util.resource.DominantResourceCalculator"
      }
    },
    {
      Classification = "yarn-site"
      Properties = {
        "yarn.node-labels.enabled"                          = "true"
        "yarn.node-labels.am.default-node-label-expression" = "CORE"
        "yarn.scheduler.maximum-allocation-mb"              = "54272"
      }
    }
  ])
}

resource "aws_emr_instance_fleet" "task" {
  cluster_id                = aws_emr_cluster.this.id
  name                      = "task"
  target_on_demand_capacity = 0
  target_spot_capacity      = 6

  instance_type_configs {
    instance_type     = "r7g.2xlarge"
    weighted_capacity = 1

    ebs_config {
      type                 = "gp3"
      size                 = 200
      volumes_per_instance = 2
    }
  }

  instance_type_configs {
    instance_type     = "r6g.2xlarge"
    weighted_capacity = 1

    ebs_config {
      type                 = "gp3"
      size                 = 200
      volumes_per_instance = 2
    }
  }

  instance_type_configs {
    instance_type     = "r8g.2xlarge"
    weighted_capacity = 1

    ebs_config {
      type                 = "gp3"
      size                 = 200
      volumes_per_instance = 2
    }
  }

  launch_specifications {
    spot_specification {
      allocation_strategy      = "price-capacity-optimized"
      timeout_action           = "SWITCH_TO_ON_DEMAND"
      timeout_duration_minutes = 10
    }
  }
}

resource "aws_emr_managed_scaling_policy" "this" {
  cluster_id = aws_emr_cluster.this.id

  compute_limits {
    unit_type                       = "InstanceFleetUnits"
    minimum_capacity_units          = 8
    maximum_capacity_units          = 8
    maximum_ondemand_capacity_units = 2
    maximum_core_capacity_units     = 2
  }
}
