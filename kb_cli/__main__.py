"""Start of ``kb`` and ``python -m kb_cli``: runs the command and turns what went wrong into a line and an exit code."""

import gc
import os
import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # A command lives for a fraction of a second: collecting garbage and tidying up at exit only cost time.
    gc.disable()
    code = _run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass  # closed, or full: what could be said has been said
    os._exit(code)


def _run(arguments: list[str]) -> int:
    from kb_cli.errors import KbError

    try:
        return _command(arguments)
    except KbError as error:
        _complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        if os.environ.get("KB_DEBUG"):
            raise
        _complain(f"an error in kb itself ({type(error).__name__}: {error}); KB_DEBUG=1 shows where, please report it")
        return 70


def _command(arguments: list[str]) -> int:
    from kb_cli.cli import app

    try:
        app(arguments, prog_name="kb")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _complain(message: str) -> None:
    from kb_cli.output import note

    for line in message.splitlines():
        note(f"kb: {line}")


if __name__ == "__main__":
    main()
