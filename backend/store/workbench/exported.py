"""A study with its samples as files: small enough to ship, whole enough to grade and rank again.

Samples of a problem that say the same are one row of `answers.parquet`; `draws.parquet` tells which
answer each sample is. Runs are named by model and kind, so that a study may get another id.
"""

import json
from pathlib import Path

import duckdb

from backend.errors import UserError
from backend.files.jsonl import read_json
from backend.files.opening import file_name
from backend.files.parquet import readable
from backend.store.workbench.run_ids import run_name
from backend.store.workbench.writing import insert_row

_ABOUT = "about.json"
_TABLES = {
    "models": """SELECT DISTINCT model.* FROM model JOIN run USING (model_id)
                 WHERE study_id = $study""",
    "runs": """SELECT model_id, kind, n_samples, temperature, form, cut, settings FROM run
               WHERE study_id = $study ORDER BY ALL""",
    "problems": """SELECT * EXCLUDE (study_id) FROM problem WHERE study_id = $study
                   ORDER BY position""",
    "times": """SELECT model_id, kind, engine, max(finished_at) AS finished_at,
                       sum(wall_seconds) AS wall_seconds, sum(generations) AS generations,
                       sum(tokens) AS tokens
                FROM batch JOIN run USING (run_id) WHERE study_id = $study
                GROUP BY ALL ORDER BY ALL""",
    "rankings": """SELECT model_id, kind, ranking.* EXCLUDE (run_id)
                   FROM ranking JOIN run USING (run_id) WHERE study_id = $study ORDER BY ALL""",
    "answers": """
        SELECT model_id, kind, problem_id, answer, text, finished, token_count,
               log_likelihood::FLOAT AS log_likelihood, passed, status, detail, failed_test,
               called, came_back, round(cpu_seconds, 4)::FLOAT AS cpu_seconds, mode, program,
               settings, scores
        FROM numbered
        LEFT JOIN (SELECT run_id, problem_id, sample_index,
                          map(list(ranker ORDER BY ranker),
                              list(score::FLOAT ORDER BY ranker)) AS scores
                   FROM score GROUP BY ALL) USING (run_id, problem_id, sample_index)
        QUALIFY row_number() OVER (PARTITION BY run_id, problem_id, answer
                                   ORDER BY sample_index) = 1
        ORDER BY model_id, kind, problem_id, answer""",
    "draws": """
        SELECT model_id, kind, problem_id, list(sample_index ORDER BY sample_index) AS samples,
               list(answer ORDER BY sample_index) AS answers
        FROM numbered GROUP BY ALL ORDER BY model_id, kind, problem_id""",
}
_NUMBERED = """
    CREATE OR REPLACE TEMP TABLE numbered AS
    SELECT model_id, kind, sample.*, passed, status, detail, failed_test, called, came_back,
           cpu_seconds, mode, program, verdict.settings AS settings,
           dense_rank() OVER (PARTITION BY run_id, problem_id ORDER BY text, finished, token_count,
                              round(log_likelihood, 3))::USMALLINT AS answer
    FROM sample JOIN run USING (run_id) LEFT JOIN verdict USING (run_id, problem_id, sample_index)
    WHERE study_id = $study"""


def export_study(workbench: duckdb.DuckDBPyConnection, study: str, folder: Path) -> None:
    """Write a study's runs, problems, samples, verdicts and scores into a folder.

    Numbers that models gave are kept as float32. A local model is named by its folder alone.

    Raises:
        UserError: if the workbench has no samples of the study, or the folder cannot be made.
    """
    row = workbench.execute(
        "SELECT name, source, revision FROM benchmark WHERE study_id = ?", [study]
    ).fetchone()
    if row is None:
        raise UserError(f"the workbench has no samples of study {study} to export")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{folder} cannot be made a folder: {error.strerror}") from error
    workbench.execute(_NUMBERED, {"study": study})
    for name, query in _TABLES.items():
        values = {"study": study} if "$study" in query else {}
        draft = folder / f".{name}.parquet"
        workbench.execute(f"CREATE OR REPLACE TEMP TABLE part AS {query}", values)
        if name == "runs":
            _forget_folders(workbench)
        target = str(draft).replace("'", "''")
        workbench.execute(
            f"COPY part TO '{target}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)"
        )
        draft.replace(folder / f"{name}.parquet")
    gradings = workbench.execute(
        "SELECT settings, facts FROM grading WHERE settings IN (SELECT settings FROM numbered)"
    ).fetchall()
    about = {
        "benchmark": dict(zip(("name", "source", "revision"), row, strict=True)),
        "gradings": {settings: json.loads(facts) for settings, facts in sorted(gradings)},
    }
    (folder / _ABOUT).write_text(json.dumps(about, indent=1, sort_keys=True) + "\n")


def load_exported(workbench: duckdb.DuckDBPyConnection, study: str, folder: Path) -> None:
    """Load what `export_study` wrote as the runs and problems of a study of this id.

    Raises:
        UserError: if one of its files is not there, is no regular file, or cannot be read.
    """
    about = read_json(folder / _ABOUT, inside=True)
    for name in _TABLES:
        path = folder / f"{name}.parquet"
        with file_name(path, inside=True) as opened, readable(path):
            workbench.execute(
                f"CREATE OR REPLACE TEMP TABLE exported_{name} AS FROM read_parquet(?)", [opened]
            )
    _name_runs(workbench, study)
    for statement in _LOAD.split(";"):
        workbench.execute(statement, {"study": study} if "$study" in statement else {})
    for name in _TABLES:
        workbench.execute(f"DROP TABLE exported_{name}")
    benchmark = {key: about["benchmark"][key] for key in ("name", "source", "revision")}
    insert_row(workbench, "benchmark", {"study_id": study, **benchmark})
    for settings, facts in about["gradings"].items():
        workbench.execute(
            "INSERT OR IGNORE INTO grading VALUES (?, ?)",
            [settings, json.dumps(facts, sort_keys=True)],
        )


def _name_runs(workbench: duckdb.DuckDBPyConnection, study: str) -> None:
    """Put the runs' ids in this study beside what the files know them by."""
    workbench.execute("CREATE OR REPLACE TEMP TABLE named (model_id TEXT, kind TEXT, run_id TEXT)")
    for model, kind in workbench.execute("SELECT model_id, kind FROM exported_runs").fetchall():
        run_id = run_name(study, model, greedy=kind == "greedy")
        insert_row(workbench, "named", {"model_id": model, "kind": kind, "run_id": run_id})


_LOAD = """
    INSERT OR REPLACE INTO model BY NAME FROM exported_models;
    INSERT INTO run BY NAME
        SELECT $study AS study_id, * FROM exported_runs JOIN named USING (model_id, kind);
    INSERT INTO problem BY NAME SELECT $study AS study_id, * FROM exported_problems;
    INSERT INTO batch BY NAME
        SELECT uuid()::VARCHAR AS batch, * EXCLUDE (model_id, kind)
        FROM exported_times JOIN named USING (model_id, kind);
    INSERT INTO ranking BY NAME
        SELECT * EXCLUDE (model_id, kind) FROM exported_rankings JOIN named USING (model_id, kind);
    CREATE OR REPLACE TEMP TABLE drawn AS
        SELECT run_id, problem_id, sample_index,
               exported_answers.* EXCLUDE (model_id, kind, problem_id, answer)
        FROM (SELECT model_id, kind, problem_id, unnest(samples) AS sample_index,
                     unnest(answers) AS answer FROM exported_draws)
        JOIN exported_answers USING (model_id, kind, problem_id, answer)
        JOIN named USING (model_id, kind);
    INSERT INTO sample BY NAME
        SELECT run_id, problem_id, sample_index, text, token_count, finished, log_likelihood
        FROM drawn;
    INSERT INTO verdict BY NAME
        SELECT run_id, problem_id, sample_index, passed, status, detail, failed_test, called,
               came_back, cpu_seconds, mode, program, settings
        FROM drawn WHERE status IS NOT NULL;
    INSERT INTO score
        SELECT run_id, problem_id, sample_index, unnest(map_keys(scores)),
               unnest(map_values(scores)) FROM drawn;
    DROP TABLE drawn;
    DROP TABLE named
"""


def _forget_folders(workbench: duckdb.DuckDBPyConnection) -> None:
    """Say no more of a local model's place than its folder's name."""
    workbench.execute(
        r"""UPDATE part SET settings = json_merge_patch(settings, json_object('model',
                regexp_extract(settings->>'model', '[^/\\]+$')))
            WHERE (settings->>'model') LIKE '/%' OR (settings->>'model') LIKE '_:%'"""
    )
