namespace Rightsizer.Aws.ByIds;

/// <summary>A service that runs Spark and can be asked about a job by its ids.</summary>
enum JobService { Emr, Serverless, Containers, Glue }
