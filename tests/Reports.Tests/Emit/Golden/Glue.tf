# etl-daily-HOME on Glue 10 x G.2X
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "role_arn" {
  type        = string
  description = "Role of the job"
}

variable "script_location" {
  type        = string
  description = "s3:// place of the script"
}

variable "glue_version" {
  type        = string
  description = "Glue version that has the job's Spark version"
}

variable "security_configuration" {
  type        = string
  description = "Name of a Glue security configuration; null is none"
  default     = null
}

variable "tags" {
  type        = map(string)
  description = "Tags besides the job's name"
  default     = {}
}

resource "aws_glue_job" "this" {
  name                   = "etl-daily-HOME"
  role_arn               = var.role_arn
  glue_version           = var.glue_version
  worker_type            = "G.2X"
  number_of_workers      = 10
  security_configuration = var.security_configuration
  tags                   = merge({ job = "etl-daily-HOME" }, var.tags)

  command {
    script_location = var.script_location
  }
}
