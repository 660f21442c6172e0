using System.Globalization;
using System.IO.Compression;
using System.Text;
using CausalLoom.Data;
using CausalLoom.Data.Formats;

namespace CausalLoom.Cli.Tests.Faults;

/// <summary>A table that should not be as it is.</summary>
/// <param name="Number">Its place in the list of forty.</param>
/// <param name="What">What is wrong, in words.</param>
/// <param name="File">What the file is called.</param>
/// <param name="Bytes">What is in it.</param>
/// <param name="Flags">What is asked beside, by verbs that know it: `estimate` of weights and clusters, `synthesize` and `fit` of rules.
/// </param>
internal sealed record BadInput(string Number, string What, string File, byte[] Bytes, string Flags = "")
{
    /// <summary>The huge cell, the many columns and the bomb at their full sizes: minutes and gigabytes.</summary>
    public static bool FullSize { get; } = Environment.GetEnvironmentVariable("CAUSALLOOM_FULL_SIZE") == "1";

    private static readonly string[] Missing = ["NA", ".", "NULL", "NaN", "-999", "#N/A"];

    /// <summary>All of them.</summary>
    public static IEnumerable<BadInput> All()
    {
        string good = SmallData.Csv();
        byte[] parquet = Written("d.parquet"), gzip = Gzip(Encoding.UTF8.GetBytes(good));
        return
        [
            Text("1", "empty file", string.Empty),
            Text("2", "header only", "x1,x2,site,w,y\n"),
            Text("3", "one row", "x1,x2,site,w,y\n1,2,a,0,3\n"),
            Text("4", "one column", "x1\n1\n2\n3\n4\n5\n"),
            Raw("5", "UTF-8 with a byte-order mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(good)]),
            Raw("6", "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(good)]),
            Raw("6", "Latin-1", Encoding.Latin1.GetBytes(SmallData.Csv(extra: ("ort", i => i % 2 == 0 ? "Köln" : "Genève")))),
            Raw("7", "bytes that are no UTF-8", [.. Encoding.UTF8.GetBytes(good), 0xC3, 0x28, (byte)'\n']),
            Text("8", "CR, LF and CRLF mixed", Mixed(good)),
            Text("9", "no line end at the end", good.TrimEnd('\n')),
            Text("10", "line ends, quotes and separators in quotes",
                SmallData.Csv(extra: ("note", i => i % 2 == 0 ? "\"a, \"\"b\"\"\nc\"" : "plain"))),
            Text("11", "a quote that is never closed", Once(good, "\n1.", "\n\"1.")),
            Text("12", "a row with a cell too few", good + "1,2,a,0\n"),
            Text("13", "semicolons", SmallData.Csv(separator: ";")),
            Text("13", "tabs", SmallData.Csv(separator: "\t")),
            Text("13", "decimal commas", SmallData.Csv(separator: ";").Replace('.', ',')),
            Text("14", "the same column name twice", good.Replace("x1,x2,site,w,y", "x1,x1,site,w,y", StringComparison.Ordinal)),
            Text("14", "an empty column name", good.Replace("x1,x2,site,w,y", "x1,,site,w,y", StringComparison.Ordinal)),
            Text("14", "a blank column name", good.Replace("x1,x2,site,w,y", "x1,  ,site,w,y", StringComparison.Ordinal)),
            Text("15", "a column name with markup, ../ and a bell", Extra("<script>alert(1)</script>../\u0007", i => $"{i % 7}")),
            Text("16", "a zero byte", Once(good, ",a,", ",a\0b,")),
            Text("17", "one cell of 2 MB", $"x1,w,y\n{new string('a', FullSize ? 100_000_000 : 2_000_000)},0,1\n1,1,2\n2,0,3\n3,1,4\n"),
            Text("18", "120 columns", Wide(FullSize ? 50_000 : 120)),
            Raw("19", "a Parquet file cut in half", parquet[..(parquet.Length / 2)], "d.parquet"),
            Raw("19", "a gzip file cut in half", gzip[..(gzip.Length / 2)], "d.csv.gz"),
            Raw("19", "zeros, a thousandfold packed", Gzip(new byte[FullSize ? 2_000_000_000 : 20_000_000]), "d.csv.gz"),
            Raw("19", "text called Parquet", Encoding.UTF8.GetBytes(good), "d.parquet"),
            Raw("19", "Parquet called CSV", parquet),
            Text("20", "six ways to write missing", Extra("lab", i => i % 3 == 0 ? Missing[i / 3 % 6] : $"{i % 10}")),
            Text("21", "infinite numbers", SmallData.Csv(outcome: (i, _, y) => i == 3 ? "-Infinity" : Text(y))),
            Text("21", "1e308", Extra("big", i => i == 3 ? "1e308" : $"{i % 10}")),
            Text("21", "numbers too small to be normal", Extra("tiny", i => i % 2 == 0 ? "4.9e-324" : "1e-310")),
            Text("21", "minus zero", Extra("zero", i => i % 2 == 0 ? "-0" : $"{i % 5}")),
            Text("22", "whole numbers above 2^53", Extra("code", i => $"{9007199254740993 + (i % 9)}")),
            Text("22", "identifiers with leading zeros", Extra("code", i => $"00{i % 9}")),
            Text("23", "a constant column", Extra("same", _ => "7")),
            Text("24", "a column without any value", Extra("none", _ => "NA")),
            Text("25", "one value nearly everywhere", Extra("rare", i => i == 50 ? "1" : "0")),
            Text("26", "text that differs in every row", Extra("patient", i => $"P-{i}")),
            Text("27", "a level that is seen once", Extra("centre", i => i == 11 ? "tiny" : $"main{i % 2}")),
            Text("28", "a level that the other file lacks", Once(good, ",a,", ",new,")),
            Text("29", "dates before 1900 and after 9999", Extra("day", i => i % 2 == 0 ? "1815-06-18" : i == 7 ? "12015-01-01"
                : "2015-01-01")),
            Text("29", "dates of two forms", Extra("day", i => i % 2 == 0 ? "2015-06-18" : "18.06.2015")),
            Text("29", "dates that may be day/month or month/day", Extra("day", i => $"0{1 + (i % 9)}/0{1 + (i % 7)}/2015")),
            Text("30", "cells that a spreadsheet would run", Extra("note", i => i % 2 == 0 ? "=1+1" : "@SUM(A1)")),
            Text("31", "True, 1 and yes in one column", Extra("flag", i => i % 3 == 0 ? "True" : i % 3 == 1 ? "1" : "yes")),
            Text("32", "every row twice", good + good[(good.IndexOf('\n', StringComparison.Ordinal) + 1)..]),
            Text("32", "identifiers that repeat", Extra("patient_id", i => $"{i / 2}")),
            Text("33", "a column that is a sum of others", Sum()),
            Text("33", "a column that copies the treatment", Copy(3, "copy")),
            Text("33", "a column that copies the outcome", Copy(4, "copy")),
            Text("34", "one arm", SmallData.Csv(treatment: (_, _) => "1")),
            Text("34", "an arm with one unit", SmallData.Csv(treatment: (i, _) => i == 7 ? "1" : "0")),
            Text("35", "arms 1 and 2", SmallData.Csv(treatment: (_, w) => $"{w + 1}")),
            Text("35", "arms A and B", SmallData.Csv(treatment: (_, w) => w == 1 ? "B" : "A")),
            Text("35", "three arms", SmallData.Csv(treatment: (i, w) => $"{(i % 5 == 0 ? 2 : w)}")),
            Text("36", "complete separation", SmallData.Csv(treatment: (i, _) => i < 40 ? "0" : "1", extra: ("order", i => $"{i}.5"))),
            Text("37", "an outcome that is constant in an arm", SmallData.Csv(outcome: (_, w, y) => w == 1 ? "3" : Text(y))),
            Text("37", "no events in an arm", SmallData.Csv(outcome: (i, w, _) => w == 1 ? "0" : $"{i % 2}")),
            Text("38", "a missing treatment", SmallData.Csv(treatment: (i, w) => i == 9 ? "NA" : $"{w}")),
            Text("38", "a missing outcome", SmallData.Csv(outcome: (i, _, y) => i == 9 ? string.Empty : Text(y))),
            Text("39", "negative weights", Extra("wt", i => i == 9 ? "-1" : "2.5"), "--weights wt"),
            Text("39", "weights that are all zero", Extra("wt", _ => "0"), "--weights wt"),
            Text("39", "a missing weight", Extra("wt", i => i == 9 ? "NaN" : $"{1 + (i % 3)}.5"), "--weights wt"),
            Text("39", "one cluster", Extra("ward", _ => "north"), "--cluster ward"),
            Text("39", "no outcome at all", SmallData.Csv(outcome: (_, _, _) => "NA")),
            Text("40", "a rule that no row keeps", good, "--rules never.txt"),
        ];
    }

    private static BadInput Text(string number, string what, string csv, string flags = "") =>
        new(number, what, "d.csv", Encoding.UTF8.GetBytes(csv), flags);

    private static BadInput Raw(string number, string what, byte[] bytes, string file = "d.csv") => new(number, what, file, bytes);

    private static string Extra(string name, Func<int, string> value) => SmallData.Csv(extra: (name, value));

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Once(string text, string what, string with)
    {
        int at = text.IndexOf(what, StringComparison.Ordinal);
        return text[..at] + with + text[(at + what.Length)..];
    }

    private static string Mixed(string csv)
    {
        string[] ends = ["\n", "\r\n", "\r"];
        return string.Concat(csv.TrimEnd('\n').Split('\n').Select((line, i) => line + ends[i % 3]));
    }

    private static string Wide(int columns)
    {
        StringBuilder text = new();
        text.AppendJoin(',', Enumerable.Range(0, columns).Select(j => $"c{j}")).Append(",w,y\n");
        for (int i = 0; i < 24; i++)
        {
            text.AppendJoin(',', Enumerable.Range(0, columns).Select(j => $"{i * (j + 3) % 7}"));
            text.Append(CultureInfo.InvariantCulture, $",{i % 2},{i % 5}.5\n");
        }

        return text.ToString();
    }

    private static string Sum() => Lines(cells => Text(double.Parse(cells[0], CultureInfo.InvariantCulture)
        + double.Parse(cells[1], CultureInfo.InvariantCulture)), "sum");

    private static string Copy(int column, string name) => Lines(cells => cells[column], name);

    private static string Lines(Func<string[], string> cell, string name) => string.Concat(SmallData.Csv().TrimEnd('\n').Split('\n')
        .Select((line, i) => (i == 0 ? name : cell(line.Split(','))) + "," + line + "\n"));

    private static byte[] Written(string name)
    {
        Table table = CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(SmallData.Csv())), "good").Table;
        using MemoryStream stream = new();
        using (ITableSink sink = TableFormats.Sink(stream, name, null, table.Rows))
        {
            sink.Append(table);
            sink.Complete();
        }

        return stream.ToArray();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
