#!/bin/sh
# What pip cannot bring: python3-venv on Debian (`venv`), a Chromium with Chinese fonts (`browser`),
# the Java and Maven of a Neo4j server (`neo4j`).
set -u
install() {
    command -v apt-get >/dev/null || return 1
    sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo -n"
    $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "$@" >/dev/null
}
case "$1" in
venv)
    install python3-venv || { echo "python3 has no venv module: install the package python3-venv" >&2; exit 1; } ;;
browser)
    for name in chromium chromium-browser google-chrome; do command -v $name >/dev/null && exit 0; done
    install chromium fonts-noto-cjk && exit 0
    .venv/bin/playwright install --with-deps chromium && exit 0
    echo "the browser tests need Chromium: install the package chromium (and fonts-noto-cjk)" >&2
    exit 1 ;;
neo4j)
    command -v java >/dev/null && command -v mvn >/dev/null && exit 0
    install openjdk-17-jre-headless maven || install default-jre-headless maven && exit 0
    echo "Neo4j needs Java 17 or 21, and Maven: install the packages openjdk-17-jre-headless and maven" >&2
    [ -z "${CI:-}" ] ;;
esac
