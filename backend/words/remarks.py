"""What is odd about the answers of a run, in words."""

from backend.records.remarks import Alike, FewCame, Remark, ThoughtOnly, Unread


def remark(found: Remark) -> str:
    """Return a remark as a sentence without its end."""
    match found:
        case FewCame(came, asked):
            return f"only {came:,} of {asked:,} samples came: call again to ask for the others"
        case Unread(unread, came):
            return (
                f"{unread:,} of {came:,} answers came without log-likelihoods: own-nll cannot rank "
                "them"
            )
        case ThoughtOnly(empty, came):
            return (
                f"{empty:,} of {came:,} answers are empty with reasoning beside them: raise "
                "max_tokens, or turn reasoning off at the server"
            )
        case Alike(alike, groups, together):
            where = f"all answers to {alike:,} of {groups:,} problems"
            if together:
                where = (
                    "all answers that were asked for together, in "
                    f"{alike:,} of {groups:,} requests,"
                )
            return (
                f"{where} are the same text, though each has a seed of its own: the engine may not "
                "heed seeds, and then such samples count for one"
            )
