namespace Rightsizer.Aws.ByIds;

/// <summary>UTC days; null is open.</summary>
public readonly record struct JobPeriod(DateOnly? Since, DateOnly? UntilExcl);
