# bash completion for plumb: source <(plumb completions bash)
_plumb() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} cmd=${COMP_WORDS[1]}
  local commands="run resume ask sessions show log undo redo rewind effects apply drop check verify commit rules try fork gc export import serve models config usage doctor completions apply-patch acp mcp hooks"
  case $prev in
    --output-format) COMPREPLY=($(compgen -W "text json stream-json" -- "$cur")); return ;;
    --sandbox) COMPREPLY=($(compgen -W "read-only workspace full" -- "$cur")); return ;;
    --network) COMPREPLY=($(compgen -W "off list on" -- "$cur")); return ;;
    --writable) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    --by) COMPREPLY=($(compgen -W "day project model" -- "$cur")); return ;;
    --effort) COMPREPLY=($(compgen -W "low medium high" -- "$cur")); return ;;
    --tls-cert|--tls-key) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    -C|--dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    -f|--file|--json-schema|-o|--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    -m|--model) COMPREPLY=($(compgen -W "$(plumb models --json 2>/dev/null | grep -o '"name":"[^"]*"' | cut -d'"' -f4)" -- "$cur")); return ;;
    -r|--resume) COMPREPLY=($(compgen -W "last $(plumb sessions --json 2>/dev/null | grep -o '"id":"[^"]*"' | cut -d'"' -f4)" -- "$cur")); return ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "$commands --continue --resume --plain --model --effort --dir --help --version" -- "$cur")); return
  fi
  local sandbox="--sandbox --network --allow-host --writable" model="-m --model --effort"
  local limits="--max-turns --max-budget-usd --max-tokens --output-format"
  local run="-C --dir $model $limits -f --file --json-schema --check --no-verify --tests-may-change --max-rounds --repair-first --repair-budget -q --quiet --live $sandbox" options=""
  case $cmd in
    run) options="$run -p --print -c --continue -r --resume --attempts --attempt-models" ;;
    resume) options=$run ;;
    ask) options="-C --dir $model $limits" ;;
    sessions) options="-C --dir -a --all --search -n --limit --json" ;;
    show) options="-C --dir --diff --step" ;;
    log) options="-C --dir --json" ;;
    undo|redo|apply|drop) options="-C --dir --step --path" ;;
    verify) options="-C --dir --json -q --quiet $sandbox" ;;
    rules) options="-C --dir --json" ;;
    commit) options="-C --dir --message --anyway --json" ;;
    check) options="-C --dir -a --all --affected --json --check -q --quiet $sandbox" ;;
    rewind) options="-C --dir --step" ;;
    effects) options="-C --dir --step --diff -a --all --json" ;;
    export) options="-C --dir --jsonl -o --output" ;;
    try) options="--keep --drop -C --dir $sandbox --" ;;
    fork) options="-C --dir $sandbox" ;;
    gc) options="--keep-gb" ;;
    serve) options="--port --address --tls-cert --tls-key --host --insecure --new-links --open --json" ;;
    import) options="-C --dir -a --all --json" ;;
    usage) options="-C --dir --by --days --json" ;;
    config) options="-C --dir $model --max-turns --max-budget-usd --max-tokens $sandbox --schema --json" ;;
    models) options="--json" ;;
    doctor) options="-m --model" ;;
    apply-patch) options="-C --dir" ;;
    mcp) options="-C --dir --yes --json --http" ;;
    hooks) options="-C --dir --yes --json" ;;
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options --help" -- "$cur")); return
  fi
  case $cmd in
    show|log|undo|redo|rewind|effects|apply|drop|export|resume|verify|commit|rules)
      COMPREPLY=($(compgen -W "last $(plumb sessions --json 2>/dev/null | grep -o '"id":"[^"]*"' | cut -d'"' -f4)" -- "$cur")) ;;
    fork) COMPREPLY=($(compgen -W "make list run diff apply drop patch branch" -- "$cur")) ;;
    mcp) COMPREPLY=($(compgen -W "list trust untrust tools login logout" -- "$cur")) ;;
    hooks) COMPREPLY=($(compgen -W "list trust untrust" -- "$cur")) ;;
    completions) COMPREPLY=($(compgen -W "bash zsh fish" -- "$cur")) ;;
  esac
}
complete -F _plumb plumb
