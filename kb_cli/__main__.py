"""Start of ``kb`` and ``python -m kb_cli``: runs the command and turns what went wrong into a line and an exit code.

Everything of kb is imported once Ctrl-C is quiet, inside the functions.
"""

import os
import sys
from _signal import SIGINT, default_int_handler, getsignal, signal  # signal itself imports enum: 2 ms

INTERRUPTED = 130

# The options that print or install what a shell needs to complete.
SET_UP = ("--show-completion", "--install-completion")


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # At once, for whatever a KeyboardInterrupt passed through could tell of it. Where Ctrl-C is ignored, it stays so.
    if getsignal(SIGINT) is default_int_handler:
        signal(SIGINT, lambda *_: os._exit(INTERRUPTED))
    import gc

    from kb_cli.cache import fingerprint

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
    from kb_cli import page_cache

    make = (
        _complete
        if os.environ.get(page_cache.COMPLETION[0])
        else _set_up
        if arguments and arguments[0].startswith(SET_UP)
        else _command
    )
    try:
        return page_cache.answered(arguments, lambda: make(arguments))
    except BrokenPipeError:
        return 0
    except Exception as error:
        return _failed(error, arguments)
    finally:
        # What follows from the data is kept last, when the reader has the answer.
        if derived := sys.modules.get("kb_cli.cache.derived"):
            derived.settle()


def _command(arguments: list[str]) -> int:
    from kb_cli import page_cache
    from kb_cli.cli.app import run

    try:
        return run(arguments, page_cache.command(arguments))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0


def _complete(arguments: list[str]) -> int:
    """Offer the shell what may follow; whatever goes wrong must not be written into the line being typed."""
    from kb_cli import page_cache

    try:
        code, offered, _ = _typers_own(arguments)
    except Exception:
        page_cache.never_keep()
        return 1
    _write(offered)
    return code


def _set_up(arguments: list[str]) -> int:
    """Print or install what a shell needs to complete."""
    from kb_cli.cli import respond, set_up

    option, shell = set_up.wanted(arguments)
    if option == set_up.SHOW:
        _write(set_up.script(shell))
    else:
        respond.give(respond.any_library(), set_up.install(shell), None, False, "auto", no_pager=True)
    return 0


def _typers_own(arguments: list[str]) -> tuple[int, str, str]:
    """Run a command line that Typer itself answers; give the exit code and what it wrote."""
    import io

    real, own = (sys.stdout, sys.stderr), (io.StringIO(), io.StringIO())
    sys.stdout, sys.stderr = own
    try:
        code = _command(arguments)
    finally:
        sys.stdout, sys.stderr = real
    out, err = own
    return code, out.getvalue(), err.getvalue()


def _write(text: str) -> None:
    from kb_cli.render import stream, terminal

    stream.write(text, terminal.current(), paged=False)


def _failed(error: Exception, arguments: list[str]) -> int:
    from kb_cli.cli import options
    from kb_cli.errors import InternalError, KbError
    from kb_cli.render import complaint

    if not isinstance(error, KbError):
        if os.environ.get("KB_DEBUG"):
            import traceback

            complaint.tell("".join(traceback.format_exception(error)).splitlines())
        said = f"{type(error).__name__}: {error}"
        error = InternalError(f"an error in kb itself ({said}); KB_DEBUG=1 shows where, please report it")
    if options.asks_for_json(arguments):
        complaint.tell_as_json(error)
    else:
        complaint.tell(error.lines)
    return error.exit_code


if __name__ == "__main__":
    main()
