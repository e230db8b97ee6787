#compdef plumb
# zsh completion for plumb: source <(plumb completions zsh)
_plumb_sessions() {
  compadd last ${(f)"$(plumb sessions --json 2>/dev/null | sed -n 's/^{"id":"\([^"]*\)".*/\1/p')"}
}
_plumb() {
  local -a commands dir model limits format sandbox run
  commands=(
    'run:work on a task until it is done' 'resume:go on with a session'
    'ask:one command or piece of code' 'sessions:list sessions' 'show:what a session changed'
    'log:every event of a session' 'undo:take back what a session did'
    'redo:do again what was undone' 'rewind:take back a step and all after it' 'effects:what is held and why'
    'apply:put held effects into the tree' 'drop:throw held effects away' 'check:run the checks, test by test' 'verify:does a receipt still hold?' 'commit:commit what a session changed'
    'rules:lines of AGENTS.md that are enforced' 'try:run a command, see its effects'
    'fork:private views of the project' 'gc:free the room of old undo records' 'export:markdown or JSON lines'
    'serve:the live page of all sessions'
    'models:what can be used here and now' 'import:take over a session of another agent' 'usage:what was spent' 'config:every setting and its origin' 'doctor:what plumb needs on this machine'
    'completions:script for a shell' 'apply-patch:apply a patch, all or nothing'
    'acp:speak the Agent Client Protocol, for editors' 'mcp:be an MCP server; servers that plumb uses'
    'hooks:programs that a run asks and tells')
  dir=('(-C --dir)'{-C,--dir}'[folder]:folder:_files -/')
  model=('(-m --model)'{-m,--model}'[provider/model]:model:' '--effort[reasoning effort]:level:(low medium high)')
  limits=('--max-turns[calls of the model]:number:' '--max-budget-usd[dollars]:number:' '--max-tokens[tokens in and out]:number:')
  format=('--output-format[form of the result]:format:(text json stream-json)')
  sandbox=(
    '--sandbox[what commands may do]:mode:(read-only workspace full)' '--network[of commands]:mode:(off list on)'
    '--allow-host[that commands may reach]:host:' '--writable[one more folder]:folder:_files -/')
  run=(
    $dir $model $limits $format $sandbox
    '(-f --file)'{-f,--file}'[task from a file]:file:_files' '--json-schema[of the answer]:file:_files'
    '--check[test command]:command:' '--no-verify[do not run the checks]' '--tests-may-change[the task asks for other tests]'
    '--max-rounds[verdicts sent back]:number:' '--repair-first[builtin before the model]'
    '--repair-budget[seconds of a search by builtin]:seconds:' '(-q --quiet)'{-q,--quiet}'[no progress]'
    '--live[link to a page of this run]')
  if (( CURRENT == 2 )); then
    _describe command commands
    [[ $PREFIX == -* ]] && _arguments '(-c --continue)'{-c,--continue}'[the last session]' '(-r --resume)'{-r,--resume}'[that session, or a choice]' \
      '--plain[lines only, for screen readers]' '(-m --model)'{-m,--model}'[provider/model]:model:' '(-C --dir)'{-C,--dir}'[folder]:folder:_files -/'
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
    run) _arguments $run '(-c --continue)'{-c,--continue}'[the last session]' '(-r --resume)'{-r,--resume}'[that session]:id:_plumb_sessions' \
      '(-p --print)'{-p,--print}'[no effect: known from other programs]' '--attempts[so many side by side]:number:' '--attempt-models[their models]:a,b:' '*:task:' ;;
    resume) _arguments $run '1:session:_plumb_sessions' '*:task:' ;;
    ask) _arguments $dir $model $limits $format '*:words:' ;;
    sessions) _arguments $dir '(-a --all)'{-a,--all}'[of all folders]' '--search[words]:words:' '(-n --limit)'{-n,--limit}'[at most so many]:number:' '--json[as JSON]' ;;
    show) _arguments $dir '--diff[as a diff]' '--step[only this step]:step:' '*:session:_plumb_sessions' ;;
    undo|redo|apply|drop) _arguments $dir '--step[only this step]:step:' '--path[only this path]:path:_files' '*:session:_plumb_sessions' ;;
    rewind) _arguments $dir '--step[to before this step]:step:' '*:session:_plumb_sessions' ;;
    effects) _arguments $dir '--step[only this step]:step:' '--diff[as a diff]' '(-a --all)'{-a,--all}'[all]' '--json[as JSON]' '*:session:_plumb_sessions' ;;
    check) _arguments $dir $sandbox '(-a --all)'{-a,--all}'[everything]' '--affected[what changes can affect]' '--json[as JSON]' '--check[test command]:command:' \
      '(-q --quiet)'{-q,--quiet}'[no progress]' '*:test:' ;;
    verify) _arguments $dir $sandbox '--json[as JSON]' '(-q --quiet)'{-q,--quiet}'[no progress]' '*:session:_plumb_sessions' ;;
    commit) _arguments $dir '--message[of the commit]:text:' '--anyway[whatever the verdict]' '--json[as JSON]' '*:session:_plumb_sessions' ;;
    try) _arguments $dir $sandbox '--keep[without asking]' '--drop[without asking]' '*:command:_command_names' ;;
    fork) _arguments $dir $sandbox '1:verb:(make list run diff apply drop patch branch)' '*:name:' ;;
    gc) _arguments '--keep-gb[of each session]:number:' ;;
    serve) _arguments '--port[0 = any]:number:' '--address[instead of 127.0.0.1]:address:' '--tls-cert[certificate chain]:file:_files' \
      '--tls-key[its key]:file:_files' '--host[name of the server]:name:' '--insecure[other addresses without TLS]' \
      '--new-links[make the old ones void]' '--open[in a browser]' '--json[as JSON]' ;;
    rules) _arguments $dir '--json[as JSON]' '*:session:_plumb_sessions' ;;
    log) _arguments $dir '--json[as JSON]' '*:session:_plumb_sessions' ;;
    export) _arguments $dir '--jsonl[as JSON lines]' '(-o --output)'{-o,--output}'[file]:file:_files' '*:session:_plumb_sessions' ;;
    models) _arguments '--json[as JSON]' ;;
    hooks) _arguments $dir '--yes[trust without asking]' '--json[as JSON]' '1:verb:(list trust untrust)' ;;
    mcp) _arguments $dir '--yes[trust without asking]' '--http[be a server at a port of 127.0.0.1]:port:' '--json[as JSON]' \
      '1:verb:(list trust untrust tools login logout)' '*:name:' ;;
    import) _arguments $dir '(-a --all)'{-a,--all}'[of all folders]' '--json[as JSON]' ;;
    usage) _arguments $dir '--by[rows]:what:(day project model)' '--days[of the last days]:number:' '--json[as JSON]' ;;
    config) _arguments $dir $model $limits $sandbox '--schema[JSON Schema of config.toml]' '--json[as JSON]' ;;
    completions) _values shell bash zsh fish ;;
    apply-patch) _arguments $dir ;;
    doctor) _arguments '(-m --model)'{-m,--model}'[also test this model]:model:' ;;
  esac
}
compdef _plumb plumb
