# etl-daily-HOME on 6 x m5.2xlarge On-Demand
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
      args = concat(["spark-submit", "--deploy-mode", "client", var.application], var.application_arguments)
    }
  }

  master_instance_fleet {
    name                      = "primary"
    target_on_demand_capacity = 1

    instance_type_configs {
      instance_type     = "m5.xlarge"
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
    target_on_demand_capacity = 6
    target_spot_capacity      = 0

    instance_type_configs {
      instance_type     = "m5.2xlarge"
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
        "spark.driver.cores"                        = "1"
        "spark.driver.memory"                       = "1024m"
        "spark.driver.memoryOverhead"               = "384m"
        "spark.dynamicAllocation.enabled"           = "false"
        "spark.executor.cores"                      = "4"
        "spark.executor.instances"                  = "6"
        "spark.executor.memory"                     = "16000m"
        "spark.executor.memoryOverhead"             = "3750m"
        "spark.executor.pyspark.memory"             = "1024m"
        "spark.memory.offHeap.enabled"              = "true"
        "spark.memory.offHeap.size"                 = "512m"
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
        "yarn.scheduler.maximum-allocation-mb" = "24576"
      }
    }
  ])
}

resource "aws_emr_managed_scaling_policy" "this" {
  cluster_id = aws_emr_cluster.this.id

  compute_limits {
    unit_type                       = "InstanceFleetUnits"
    minimum_capacity_units          = 6
    maximum_capacity_units          = 6
    maximum_ondemand_capacity_units = 6
    maximum_core_capacity_units     = 6
  }
}
