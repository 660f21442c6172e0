namespace CausalLoom.Data.Formats;

/// <summary>What a file of rows is.</summary>
internal enum TableFormat
{
    /// <summary>Text with separators.</summary>
    Csv,

    /// <summary>Parquet.</summary>
    Parquet,

    /// <summary>An Arrow IPC file, or Feather version 2.</summary>
    Arrow,

    /// <summary>An Arrow IPC stream.</summary>
    ArrowStream,

    /// <summary>A SAS transport file.</summary>
    Xport,

    /// <summary>CDISC Dataset-JSON.</summary>
    DatasetJson,

    /// <summary>Dataset-JSON in lines.</summary>
    DatasetJsonLines,

    /// <summary>An Excel workbook.</summary>
    Excel,
}
