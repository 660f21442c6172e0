# Writes the SAS transport fixtures of the format tests with haven: dates, times, tagged missing values, labels, formats.
#
# Usage: Rscript tools/reference/format_fixtures.R FOLDER      (needs the packages haven and hms)
library(haven)
folder <- commandArgs(trailingOnly = TRUE)[1]
d <- data.frame(id = c("a", "b\u00fc", ""), x = c(1.5, NA, -0.1), when = as.Date(c("2020-02-29", NA, "1959-12-31")))
d$at <- as.POSIXct(c("2020-02-29 12:34:56", "1960-01-01 00:00:00", NA), tz = "UTC")
d$tm <- hms::hms(c(3600, 0, 86399))
d$x[2] <- tagged_na("B")
attr(d$x, "label") <- "A number"
attr(d$x, "format.sas") <- "8.2"
write_xpt(d, file.path(folder, "haven5.xpt"), version = 5, name = "TEST")
d$a_longer_name <- c(1, 2, 3)
attr(d$a_longer_name, "label") <- paste(rep("long label", 8), collapse = " ")
write_xpt(d, file.path(folder, "haven8.xpt"), version = 8, name = "TEST")
