#!/bin/sh
# Lay out what a Hugging Face Space needs, and nothing else, in a new folder or in the Space's own
# clone: space.sh FOLDER
set -eu
folder=${1:?name a folder: a new one, or a clone of the Space}
cd "$(dirname "$0")/.."
if [ -d "$folder/.git" ] && grep -qs '^sdk:' "$folder/README.md"; then
    find "$folder" -mindepth 1 -maxdepth 1 ! -name .git -exec rm -rf {} +
elif [ -e "$folder" ] && [ -n "$(ls -A "$folder")" ]; then
    echo "space.sh: $folder is neither empty nor a clone of a Space: name a new folder" >&2
    exit 2
fi
mkdir -p "$folder/deploy"
git ls-files -z -- app.py requirements.txt LICENSE .streamlit backend pages 'data/*.toml' data/published |
    grep -zv '^backend/miniature/' | xargs -0 cp --parents -t "$folder"
cp deploy/start.sh "$folder/deploy/"
cp deploy/space/README.md "$folder/README.md"
echo '*.parquet filter=lfs diff=lfs merge=lfs -text' > "$folder/.gitattributes"
# A Space's pages are framed by the hub.
sed 's|^ENV |ENV BUDGETSCOPE_FRAMES=https://huggingface.co |' deploy/Dockerfile > "$folder/Dockerfile"
echo "$folder holds the Space: hf upload YOU/NAME $folder . --repo-type space"
