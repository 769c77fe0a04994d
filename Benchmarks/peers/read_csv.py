"""Reading the household file: seconds and peak memory of one reader, in a process of its own.

    read_csv.py READER household_power_consumption.txt

All seven columns as numbers, '?' and empty cells missing; readers whose name ends in `-dates` also
make time stamps of the two text columns, as Sluice does.
"""

import json
import sys
import time

import workloads

COLUMNS = (
    "Global_active_power,Global_reactive_power,Voltage,Global_intensity,"
    "Sub_metering_1,Sub_metering_2,Sub_metering_3"
).split(",")


def pandas(path):
    import pandas as pd

    types = {name: "float32" for name in COLUMNS}
    return lambda: pd.read_csv(path, sep=";", na_values=["?"], dtype=types, engine="c")


def pandas_dates(path):
    import pandas as pd

    read = pandas(path)

    def run():
        table = read()
        table["time"] = pd.to_datetime(table.pop("Date") + table.pop("Time"), format="%d/%m/%Y%H:%M:%S")
        return table

    return run


def polars(path):
    import polars as pl

    schema = {"Date": pl.String, "Time": pl.String} | {name: pl.Float32 for name in COLUMNS}
    return lambda: pl.read_csv(path, separator=";", null_values=["?", ""], schema=schema)


def polars_dates(path):
    import polars as pl

    read = polars(path)

    def run():
        text = pl.concat_str("Date", "Time")
        stamps = text.str.to_datetime("%d/%m/%Y%H:%M:%S").alias("time")
        return read().with_columns(stamps).drop("Date", "Time")

    return run


def duckdb(path):
    import duckdb as db

    columns = {"Date": "VARCHAR", "Time": "VARCHAR"} | {name: "FLOAT" for name in COLUMNS}
    sums = ", ".join(f"sum({name})" for name in COLUMNS)
    source = f"read_csv('{path}', delim=';', header=true, nullstr=['?', ''], columns={columns})"
    return lambda: db.sql(f"select count(*), {sums} from {source}").fetchall()


READERS = {
    "pandas": pandas,
    "pandas-dates": pandas_dates,
    "polars": polars,
    "polars-dates": polars_dates,
    "duckdb": duckdb,
}

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in READERS:
        sys.exit(f"usage: read_csv.py {'|'.join(READERS)} FILE")
    run = READERS[sys.argv[1]](sys.argv[2])  # the import is not timed
    start = time.perf_counter()
    kept = run()
    seconds = time.perf_counter() - start
    print(
        json.dumps(
            {
                "reader": sys.argv[1],
                "seconds": round(seconds, 3),
                "peakMegabytes": round(workloads.peak_megabytes(), 1),
            }
        )
    )
