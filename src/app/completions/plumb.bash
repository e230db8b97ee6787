# bash completion for plumb: source <(plumb completions bash)
_plumb() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} cmd=${COMP_WORDS[1]}
  local commands="run resume ask sessions show log undo redo rewind effects apply drop try fork gc export models doctor completions apply-patch"
  case $prev in
    --output-format) COMPREPLY=($(compgen -W "text json stream-json" -- "$cur")); return ;;
    --sandbox) COMPREPLY=($(compgen -W "read-only workspace full" -- "$cur")); return ;;
    --network) COMPREPLY=($(compgen -W "off list on" -- "$cur")); return ;;
    --writable) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    --effort) COMPREPLY=($(compgen -W "low medium high" -- "$cur")); return ;;
    -C|--dir) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    -f|--file|--json-schema|-o|--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    -m|--model) COMPREPLY=($(compgen -W "$(plumb models --json 2>/dev/null | grep -o '"name":"[^"]*"' | cut -d'"' -f4)" -- "$cur")); return ;;
    -r|--resume) COMPREPLY=($(compgen -W "last $(plumb sessions --json 2>/dev/null | grep -o '"id":"[^"]*"' | cut -d'"' -f4)" -- "$cur")); return ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "$commands --help --version" -- "$cur")); return
  fi
  local run="-C --dir -m --model --effort --max-turns --max-budget-usd --max-tokens --output-format -f --file --json-schema --check --no-verify -q --quiet --sandbox --network --allow-host --writable --help"
  case $cmd in
    run) COMPREPLY=($(compgen -W "$run -c --continue -r --resume --attempts --attempt-models" -- "$cur")) ;;
    resume) COMPREPLY=($(compgen -W "$run" -- "$cur")) ;;
    ask) COMPREPLY=($(compgen -W "-C -m --model --effort --output-format --max-tokens --max-budget-usd --help" -- "$cur")) ;;
    sessions) COMPREPLY=($(compgen -W "-C -a --all --search -n --limit --json --help" -- "$cur")) ;;
    show|log|undo|redo|rewind|effects|apply|drop|export)
      case $cur in
        -*) COMPREPLY=($(compgen -W "-C --step --path --diff --all --json --jsonl -o --output --help" -- "$cur")) ;;
        *) COMPREPLY=($(compgen -W "last $(plumb sessions --json 2>/dev/null | grep -o '"id":"[^"]*"' | cut -d'"' -f4)" -- "$cur")) ;;
      esac ;;
    try) COMPREPLY=($(compgen -W "--keep --drop -C --sandbox --network --allow-host --writable --" -- "$cur")) ;;
    fork) COMPREPLY=($(compgen -W "make list run diff apply drop patch branch" -- "$cur")) ;;
    gc) COMPREPLY=($(compgen -W "--keep-gb --help" -- "$cur")) ;;
    models) COMPREPLY=($(compgen -W "--json --help" -- "$cur")) ;;
    doctor) COMPREPLY=($(compgen -W "-m --model --help" -- "$cur")) ;;
    completions) COMPREPLY=($(compgen -W "bash zsh fish" -- "$cur")) ;;
  esac
}
complete -F _plumb plumb
