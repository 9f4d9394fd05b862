"""Start of ``kb`` and ``python -m kb_cli``: runs the command and turns what went wrong into a line and an exit code."""

import gc
import os
import sys

from kb_cli import page_cache
from kb_cli.cache import fingerprint


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # A command lives for a fraction of a second: collecting garbage and tidying up at exit only cost time.
    gc.disable()
    fingerprint.look_once()
    code = _run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass  # closed, or full: what could be said has been said
    os._exit(code)


def _run(arguments: list[str]) -> int:
    make = _complete if page_cache.completing() else _command
    try:
        return page_cache.answered(arguments, lambda: make(arguments))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        return _failed(error)


def _command(arguments: list[str]) -> int:
    from kb_cli.cli.app import run

    try:
        run(arguments, page_cache.command(arguments))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _complete(arguments: list[str]) -> int:
    """Offer the shell what may follow; whatever goes wrong must not be written into the line being typed."""
    import io

    from kb_cli.render import stream, terminal

    real, offered = (sys.stdout, sys.stderr), io.StringIO()
    sys.stdout, sys.stderr = offered, io.StringIO()
    try:
        code = _command(arguments)
    except Exception:
        page_cache.never_keep()
        return 1
    finally:
        sys.stdout, sys.stderr = real
    stream.write(offered.getvalue(), terminal.current(), paged=False)
    return code


def _failed(error: Exception) -> int:
    from kb_cli.errors import KbError

    if isinstance(error, KbError):
        _complain(str(error))
        return error.exit_code
    if os.environ.get("KB_DEBUG"):
        raise error
    _complain(f"an error in kb itself ({type(error).__name__}: {error}); KB_DEBUG=1 shows where, please report it")
    return 70


def _complain(message: str) -> None:
    from kb_cli.render.stream import note

    for line in message.splitlines():
        note(f"kb: {line}")


if __name__ == "__main__":
    main()
