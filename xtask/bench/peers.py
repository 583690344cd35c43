"""What Care Exporter is measured against, where it comes as a Python library.

    peers.py JOB SOURCE TARGET

prints the seconds, the processor's seconds and the peak memory in KiB of the job alone, without the start of Python."""

import json
import os
import resource
import sys
import time

job, source, target = sys.argv[1:4]


def duckdb(config={"threads": 1, "memory_limit": "1GB"}):
    import duckdb

    return duckdb.connect(config=config)


def columns(source=source):
    with open(source, encoding="utf-8") as file:
        next(file)
        return list(json.loads(next(file).rstrip().rstrip(",")))


def rows():
    with open(source, encoding="utf-8") as file:
        for line in file:
            if line.startswith("{"):
                yield json.loads(line.rstrip().rstrip(","))


def table(texts, source=source):
    """All columns as text, as we keep them, or as DuckDB guesses them."""
    if not texts:
        return f"read_json('{source}', format = 'array')"
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in columns(source))
    return f"read_json('{source}', format = 'array', columns = {{{types}}})"


def duckdb_csv(texts):
    database = duckdb()
    return lambda: database.execute(
        f"copy (select * from {table(texts)}) to '{target}' (format csv, header)"
    )


def duckdb_excel():
    database = duckdb()
    database.execute("install excel")
    database.execute("load excel")
    return lambda: database.execute(
        f"copy (select * from {table(True)}) to '{target}' (format xlsx, header)"
    )


def duckdb_count():
    database = duckdb()
    return lambda: database.execute(
        f"select count(*) from {table(True)}"
    ).fetchone()


def openpyxl():
    from openpyxl import Workbook

    def work():
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Export")
        sheet.append(columns())
        for row in rows():
            sheet.append(list(row.values()))
        book.save(target)

    return work


def xlsxwriter():
    import xlsxwriter

    def work():
        book = xlsxwriter.Workbook(target, {"constant_memory": True})
        sheet = book.add_worksheet("Export")
        sheet.write_row(0, 0, columns())
        for number, row in enumerate(rows(), 1):
            for column, value in enumerate(row.values()):
                sheet.write_string(number, column, value)
        book.close()

    return work


def requests(synced):
    import requests

    def work():
        with requests.get(source, stream=True) as answer:
            answer.raise_for_status()
            with open(target, "wb") as file:
                for chunk in answer.iter_content(1 << 20):
                    file.write(chunk)
                if synced:
                    file.flush()
                    os.fsync(file.fileno())

    return work


def requests_checked():
    """What was received is read as JSON once it is on the disk, by whoever is fastest at that, on all processors."""
    database = duckdb({})
    download = requests(True)

    def work():
        download()
        count = f"select count(*) from {table(True, target)}"
        database.execute(count).fetchone()

    return work


work = {
    "duckdb-csv": lambda: duckdb_csv(True),
    "duckdb-csv-guessing": lambda: duckdb_csv(False),
    "duckdb-excel": duckdb_excel,
    "duckdb-count": duckdb_count,
    "openpyxl": openpyxl,
    "xlsxwriter": xlsxwriter,
    "requests": lambda: requests(False),
    "requests-synced": lambda: requests(True),
    "requests-checked": requests_checked,
}[job]()


def processor():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


start, busy = time.perf_counter(), processor()
work()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(time.perf_counter() - start, processor() - busy, peak)
