#!/bin/sh
# Make sure that there is for the tests: a Chromium, bubblewrap, uidmap, podman, libseccomp, and for
# the host's image mmdebstrap and caddy:
# install_system.sh PYTHON.
set -eu
python=$1

missing=
has_browser() {
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    "$python" -m tests.browser_path >/dev/null 2>&1
}
has_browser || missing="$missing chromium"
command -v bwrap >/dev/null 2>&1 || missing="$missing bubblewrap"
command -v newuidmap >/dev/null 2>&1 || missing="$missing uidmap"
command -v podman >/dev/null 2>&1 || missing="$missing podman crun"
for name in mmdebstrap caddy; do
    command -v $name >/dev/null 2>&1 || missing="$missing $name"
done
"$python" -c 'import pyseccomp' 2>/dev/null || missing="$missing libseccomp2"
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
if command -v apt-get >/dev/null 2>&1 && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
    $as_root apt-get update -qq
    # shellcheck disable=SC2086 - one word for each package
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    has_browser || "$python" -m playwright install chromium
    missing=$(echo "$missing" | sed 's/chromium//')
    [ -z "$(echo "$missing" | tr -d ' ')" ] ||
        echo "for the tests, install with your system's means:$missing" >&2
fi
