"""The cache that the tests of search share, so that the index is made once."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="package", autouse=True)
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the index in a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
