Console.Error.WriteLine("causalloom");
return 2;
