#!/bin/sh
# Puts the signing certificate into a keychain of its own, for a build machine that is thrown away.
# Wants SEEDBED_CERTIFICATE (the .p12 in base64) and SEEDBED_CERTIFICATE_PASSWORD in the environment.
set -eu
umask 077
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
keychain="$HOME/Library/Keychains/seedbed-build.keychain-db"
password=$(uuidgen)
printf %s "$SEEDBED_CERTIFICATE" | base64 --decode > "$folder/certificate.p12"
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 21600 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$folder/certificate.p12" -k "$keychain" -f pkcs12 \
    -P "$SEEDBED_CERTIFICATE_PASSWORD" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" > /dev/null
security list-keychains -d user -s "$keychain" login.keychain-db
