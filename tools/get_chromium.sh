#!/bin/sh
# Chromium for the tests of the pages: Debian's package, where nobody has to be asked for it.
# Never fails: without a browser those tests are skipped, and say so.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
skipped="the tests of the pages in a browser will be skipped"
if ! command -v apt-get >/dev/null; then
  echo "No Chromium, and no apt-get to install it with: $skipped."
  exit 0
fi
if [ "$(id -u)" = 0 ]; then
  sudo=""
elif [ "${CI:-}" = true ] && sudo -n true 2>/dev/null; then
  sudo="sudo -n"
else
  echo "No Chromium (\`apt-get install chromium\` brings it): $skipped."
  exit 0
fi
echo "Installing Chromium for the tests of the pages ..."
install="$sudo env DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install --yes --no-install-recommends chromium"
{ $install || { $sudo timeout 120 apt-get update && $install; }; } >/dev/null 2>&1 ||
  echo "Chromium could not be installed: $skipped."
exit 0
