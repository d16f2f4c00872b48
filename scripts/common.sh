# shellcheck shell=bash
# Sourced by the scripts: where things lie, what must be installed, and how the parts are built.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
client="$root/src/web/client"
# One folder for all builds, so that the browser tests find the program where the scripts put it.
export CARGO_TARGET_DIR="$root/target"
export CHROMIUM="${CHROMIUM:-/usr/bin/chromium}"

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "${0##*/}: $*"
    exit 1
}

missing=()

need() { # COMMAND HOW_TO_GET_IT
    command -v "$1" >/dev/null || missing+=("$1 ($2)")
}

# Whether a version such as 20.19.2 is at least another.
is_at_least() { # VERSION LEAST
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

need_version() { # NAME VERSION LEAST HOW_TO_GET_IT
    is_at_least "$2" "$3" || missing+=("$1 $3 or newer instead of $2 ($4)")
}

need_for_build() {
    local rustup='rustup, https://rustup.rs'
    local node='Node.js, Debian packages nodejs and npm from Debian 13 on, else https://nodejs.org'
    need cargo "$rustup"
    need cc 'Debian package build-essential'
    need node "$node"
    need npm "$node"
    if command -v cargo >/dev/null; then
        need_version cargo "$(cargo --version | cut -d ' ' -f 2)" 1.95 "$rustup"
    fi
    if command -v node >/dev/null; then
        need_version node "$(node --version | tr -d v)" 20.19 "$node"
    fi
}

need_for_browser_tests() {
    [ -x "$CHROMIUM" ] || missing+=("$CHROMIUM (Debian package chromium; the variable CHROMIUM names another place)")
}

# Says everything that is missing at once, and stops.
stop_if_missing() {
    [ ${#missing[@]} -eq 0 ] && return
    local list
    list="$(printf ', %s' "${missing[@]}")"
    fail "please install what is missing: ${list:2}."
}

# Installs the packages of a folder's lock file, unless they are the installed ones already.
install_packages() { # FOLDER
    local installed="$1/node_modules/.installed-lock.json"
    cmp --silent "$1/package-lock.json" "$installed" && return
    say "Installing the packages of ${1#"$root/"}."
    (cd "$1" && npm ci --no-audit --no-fund) >&2 && cp "$1/package-lock.json" "$installed"
}

# One checksum over the names and contents of all sources of the web client.
client_sources() {
    (cd "$client" && find . \( -name node_modules -o -name dist \) -prune -o -type f -print0 |
        sort -z | xargs -0 sha256sum | sha256sum)
}

# Builds the web client into `dist/`, unless it was built from these sources already.
build_client() {
    install_packages "$client" || return
    local built="$client/node_modules/.built-sources" sources
    sources="$(client_sources)"
    [ -d "$client/dist" ] && [ "$(cat "$built" 2>/dev/null)" = "$sources" ] && return
    say 'Building the web client.'
    (cd "$client" && npm run --silent build) >&2 && printf '%s\n' "$sources" >"$built"
}
