"""Where programs write: file systems in memory whose size and number of files are bounded.

bubblewrap and podman bound the size only, and a million empty files take a gigabyte of the
kernel's memory. So they are mounted in a mount namespace that ends with the box.
"""

TMP_BYTES, SHM_BYTES, _MAX_FILES = 64 << 20, 16 << 20, 4096

_SCRIPT = f"""
scratch() {{
    mkdir "$1" && mount -t tmpfs -o size=$2,nr_inodes={_MAX_FILES},mode=755 box "$1"
}}
folder=$1
shift
mount -t tmpfs -o size=1m,mode=755 box "$folder" && scratch "$folder/tmp" {TMP_BYTES} &&
    scratch "$folder/shm" {SHM_BYTES} && exec "$@"
"""


def with_scratch(namespaces: list[str], folder: str) -> list[str]:
    """Return the beginning of a command line, in new namespaces, that finds its `tmp` and `shm`.

    They lie in `folder`, an existing one, whose content is hidden.
    """
    return [*namespaces, "sh", "-c", _SCRIPT, "sh", folder]
