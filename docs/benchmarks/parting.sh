#!/usr/bin/env bash
# Trainings on real images that part at a known epoch, and what trunk:diff says of each pair: one changed line of the recipe, one
# changed pixel, another number of threads.
#
#   mvn install -DskipTests -pl trunk-maven-plugin -am
#   docs/benchmarks/parting.sh EMNIST_FOLDER CIFAR_TAR_GZ
#
# EMNIST_FOLDER holds the files of EMNIST Balanced, CIFAR_TAR_GZ is CIFAR-10 (binary) or a part of it.
set -euo pipefail
emnist=$(realpath "$1") cifar=$(realpath "$2")
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r docs/examples "$work/project"
rm -rf "$work/project/target"

recipe() { # name, recipe that is extended, milestone of class phases, threads
  local scheduler="lr_scheduler: {type: MultiStepLR, params: {milestones:"
  local phases="class_hyperparameters: {epochs: 4, $scheduler [$3]}}}, grouping_hyperparameters: {epochs: 4, $scheduler [3]}}}"
  cat >"$work/project/src/trunk/$1.yaml" <<YAML
extends: src/trunk/$2.yaml
determinism: {tier: tolerance, threads: $4}
root: {$phases}
general: {$phases}
YAML
}
run() { # name, data
  echo "training $1"
  # Fails because there is no baseline: what was trained stays.
  mvn -q -B -f "$work/project" trunk:train -Dexperiment="$1" -Ddata="$2" -Dtrunk.cache="$work/cache" >"$work/log" 2>&1 ||
    [ -e "$work/project/target/$1/manifest.json" ] || { cat "$work/log" && exit 1; }
}
difference() { # a, b
  echo && echo "== $1, $2"
  mvn -q -B -f "$work/project" trunk:diff -Dexperiment="$1" -Ddata=none -Dtrunk.a="$work/project/target/$1" \
    -Dtrunk.b="$work/project/target/$2"
  cat "$work/project/target/$1/diff.md"
}

recipe emnist-milestone-3 emnist-vgg 3 2
recipe emnist-milestone-2 emnist-vgg 2 2
recipe cifar-two-threads cifar10-mini-vgg 3 2
recipe cifar-one-thread cifar10-mini-vgg 3 1
cp "$work/project/src/trunk/emnist-milestone-3.yaml" "$work/project/src/trunk/emnist-pixel.yaml"

# One pixel of one training image, 0 becomes 1.
mkdir "$work/pixel"
cp "$emnist"/* "$work/pixel"
images=$(basename "$(ls "$work/pixel"/*train-images*)")
gzip -dc "$emnist/$images" >"$work/images"
printf '\001' | dd of="$work/images" bs=1 seek=$((16 + 100 * 784)) conv=notrunc status=none
gzip -nc "$work/images" >"$work/pixel/$images"

run emnist-milestone-3 "$emnist"
run emnist-milestone-2 "$emnist"
run emnist-pixel "$work/pixel"
run cifar-two-threads "$cifar"
run cifar-one-thread "$cifar"
difference emnist-milestone-3 emnist-milestone-2
difference emnist-milestone-3 emnist-pixel
difference cifar-two-threads cifar-one-thread
