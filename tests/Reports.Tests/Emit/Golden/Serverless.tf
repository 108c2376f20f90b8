# etl-daily-HOME on Serverless 4 vCPU / 24 GB, 40
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.19"
    }
  }
}

variable "release_label" {
  type        = string
  description = "EMR release, the log's own"
  default     = "emr-7.5.0"
}

variable "subnet_ids" {
  type        = list(string)
  description = "Subnets of the workers; none is AWS's own network"
  default     = []
}

variable "security_group_ids" {
  type        = list(string)
  description = "Security groups of the workers"
  default     = []
}

variable "tags" {
  type        = map(string)
  description = "Tags besides the job's name"
  default     = {}
}

resource "aws_emrserverless_application" "this" {
  name          = "etl-daily-HOME"
  release_label = var.release_label
  type          = "spark"
  architecture  = "X86_64"
  tags          = merge({ job = "etl-daily-HOME" }, var.tags)

  maximum_capacity {
    cpu    = "162 vCPU"
    memory = "885 GB"
    disk   = "1620 GB"
  }

  auto_start_configuration {
    enabled = true
  }

  auto_stop_configuration {
    enabled              = true
    idle_timeout_minutes = 15
  }

  network_configuration {
    subnet_ids         = var.subnet_ids
    security_group_ids = var.security_group_ids
  }

  runtime_configuration {
    classification = "spark-defaults"

    properties = {
      "spark.driver.cores"                       = "2"
      "spark.driver.memory"                      = "4096m"
      "spark.driver.memoryOverhead"              = "410m"
      "spark.dynamicAllocation.enabled"          = "true"
      "spark.dynamicAllocation.initialExecutors" = "3"
      "spark.dynamicAllocation.maxExecutors"     = "40"
      "spark.dynamicAllocation.minExecutors"     = "0"
      "spark.emr-serverless.driver.disk"         = "20G"
      "spark.emr-serverless.executor.disk"       = "40G"
      "spark.executor.cores"                     = "4"
      "spark.executor.memory"                    = "20480m"
      "spark.executor.memoryOverhead"            = "2048m"
    }
  }
}
