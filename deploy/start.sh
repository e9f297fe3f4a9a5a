#!/bin/sh
# Serve the dashboard. A volume that is new, or of an older image, gets this image's data first.
set -eu
for made in shipped/shipped-*.duckdb; do
    here="$BUDGETSCOPE_STORE/${made##*/}"
    if [ ! -e "$here" ] || [ ! -e "$BUDGETSCOPE_STORE/CURRENT" ]; then
        cp "$made" "$here.part"
        mv "$here.part" "$here"
        python -m backend build
    fi
done
exec streamlit run app.py --server.port=8501 --server.address=0.0.0.0 "$@"
