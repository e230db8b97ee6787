#compdef plumb
# zsh completion for plumb: source <(plumb completions zsh)
_plumb() {
  local -a commands run
  commands=(
    'run:work on a task until it is done' 'resume:go on with a session'
    'ask:one command or piece of code' 'sessions:list sessions' 'show:what a session changed'
    'log:every event of a session' 'undo:take back what a session did' 'export:markdown or JSON lines'
    'models:what can be used here and now' 'doctor:what plumb needs on this machine'
    'completions:script for a shell' 'apply-patch:apply a patch, all or nothing')
  run=(
    '(-C --dir)'{-C,--dir}'[folder]:folder:_files -/' '(-m --model)'{-m,--model}'[provider/model]:model:'
    '--effort[reasoning effort]:level:(low medium high)' '--max-turns[calls of the model]:number:'
    '--max-budget-usd[dollars]:number:' '--max-tokens[tokens in and out]:number:'
    '--output-format[form of the result]:format:(text json stream-json)'
    '(-f --file)'{-f,--file}'[task from a file]:file:_files' '--json-schema[of the answer]:file:_files'
    '--check[test command]:command:' '--no-verify[do not run the checks]' '(-q --quiet)'{-q,--quiet}'[no progress]')
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case $words[2] in
    run) _arguments $run '(-c --continue)'{-c,--continue}'[the last session]' '(-r --resume)'{-r,--resume}'[that session]:id:' '*:task:' ;;
    resume|ask) _arguments $run '*:words:' ;;
    sessions) _arguments '(-a --all)'{-a,--all}'[of all folders]' '--search[words]:words:' '--json[as JSON]' ;;
    show) _arguments '--diff[as a diff]' '--step[only this step]:step:' '*:session:' ;;
    undo) _arguments '--step[only this step]:step:' '*:session:' ;;
    log|export) _arguments '--json[as JSON]' '--jsonl[as JSON lines]' '(-o --output)'{-o,--output}'[file]:file:_files' '*:session:' ;;
    completions) _values shell bash zsh fish ;;
    doctor) _arguments '(-m --model)'{-m,--model}'[also test this model]:model:' ;;
  esac
}
compdef _plumb plumb
