"""A study whose outcomes and scores are made up: as big as the paper's, and nothing else."""

import duckdb

PROBLEMS, SAMPLES = 164, 2000
RANKERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def generate_study(workbench: duckdb.DuckDBPyConnection) -> None:
    """Add a study of two models whose outcomes and scores are made up: big, and nothing else."""
    workbench.execute(
        f"""INSERT INTO study (study_id, title, benchmark, sampling, source, caveats, n_problems,
                               small, large, reference, position)
            VALUES ('generated', 'Generated', 'b', 's', 'made up', [], {PROBLEMS},
                    'a', 'b', 'b', 99)"""
    )
    for model in ("a", "b"):
        workbench.execute(
            "INSERT INTO model (model_id, not_public) VALUES (?, 'it is made up')",
            [model],
        )
        workbench.execute(
            "INSERT INTO run (run_id, study_id, model_id, n_samples) VALUES (?, ?, ?, ?)",
            [f"generated/{model}", "generated", model, SAMPLES],
        )
    workbench.execute(
        f"""INSERT INTO problem (study_id, problem_id, position)
            SELECT 'generated', 'p' || place, place FROM range(1, {PROBLEMS} + 1) AS t(place)"""
    )
    workbench.execute(
        f"""INSERT INTO verdict (run_id, problem_id, sample_index, passed, status)
            SELECT run_id, problem_id, sample, hash(run_id, problem_id, sample) % 10 < 3, 'made up'
            FROM run, problem, range({SAMPLES}) AS t(sample)
            WHERE run.study_id = 'generated' AND problem.study_id = 'generated'"""
    )
    for ranker in RANKERS:
        workbench.execute(
            """INSERT INTO score SELECT run_id, problem_id, sample_index, $ranker,
                      hash(sample_index, problem_id, $ranker) % 1000 + 300 * passed::INTEGER
               FROM verdict WHERE starts_with(run_id, 'generated/')""",
            {"ranker": ranker},
        )
