# etl-daily-HOME on EKS 3 x m7g.4xlarge + 2 Spot
# not here: an autoscaler (Karpenter, Cluster Autoscaler): the node group starts with its nodes and is billed until its size is 0
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "eks_cluster" {
  type        = string
  description = "Name of the EKS cluster"
}

variable "node_role_arn" {
  type        = string
  description = "Role of the nodes"
}

variable "subnet_ids" {
  type        = list(string)
  description = "Subnets of the nodes"
}

variable "tags" {
  type        = map(string)
  description = "Tags besides the job's name"
  default     = {}
}

resource "aws_eks_node_group" "on_demand" {
  cluster_name    = var.eks_cluster
  node_group_name = "etl-daily-HOME"
  node_role_arn   = var.node_role_arn
  subnet_ids      = var.subnet_ids
  ami_type        = "AL2023_ARM_64_STANDARD"
  capacity_type   = "ON_DEMAND"
  instance_types  = ["m7g.4xlarge"]
  disk_size       = 20
  labels          = { job = "etl-daily-HOME" }
  tags            = merge({ job = "etl-daily-HOME" }, var.tags)

  scaling_config {
    min_size     = 0
    desired_size = 3
    max_size     = 3
  }

  lifecycle {
    ignore_changes = [scaling_config[0].desired_size]
  }
}

resource "aws_eks_node_group" "spot" {
  cluster_name    = var.eks_cluster
  node_group_name = "etl-daily-HOME-spot"
  node_role_arn   = var.node_role_arn
  subnet_ids      = var.subnet_ids
  ami_type        = "AL2023_ARM_64_STANDARD"
  capacity_type   = "SPOT"
  instance_types  = ["m7g.4xlarge", "m6g.4xlarge"]
  disk_size       = 20
  labels          = { job = "etl-daily-HOME" }
  tags            = merge({ job = "etl-daily-HOME" }, var.tags)

  scaling_config {
    min_size     = 0
    desired_size = 2
    max_size     = 2
  }

  lifecycle {
    ignore_changes = [scaling_config[0].desired_size]
  }
}
