#compdef plumb
# zsh completion for plumb: source <(plumb completions zsh)
_plumb() {
  local -a commands run
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
  run=(
    '(-C --dir)'{-C,--dir}'[folder]:folder:_files -/' '(-m --model)'{-m,--model}'[provider/model]:model:'
    '--effort[reasoning effort]:level:(low medium high)' '--max-turns[calls of the model]:number:'
    '--max-budget-usd[dollars]:number:' '--max-tokens[tokens in and out]:number:'
    '--output-format[form of the result]:format:(text json stream-json)'
    '(-f --file)'{-f,--file}'[task from a file]:file:_files' '--json-schema[of the answer]:file:_files'
    '--check[test command]:command:' '--no-verify[do not run the checks]' '--tests-may-change[the task asks for other tests]' '--max-rounds[verdicts sent back]:number:' '--repair-first[builtin before the model]' '--repair-budget[seconds of a search by builtin]:seconds:' '(-q --quiet)'{-q,--quiet}'[no progress]' '--live[link to a page of this run]'
    '--sandbox[what commands may do]:mode:(read-only workspace full)' '--network[of commands]:mode:(off list on)'
    '--allow-host[that commands may reach]:host:' '--writable[one more folder]:folder:_files -/')
  if (( CURRENT == 2 )); then
    _describe command commands
    [[ $PREFIX == -* ]] && _arguments '(-c --continue)'{-c,--continue}'[the last session]' '(-r --resume)'{-r,--resume}'[that session, or a choice]' \
      '--plain[lines only, for screen readers]' '(-m --model)'{-m,--model}'[provider/model]:model:' '(-C --dir)'{-C,--dir}'[folder]:folder:_files -/'
    return
  fi
  case $words[2] in
    run) _arguments $run '(-c --continue)'{-c,--continue}'[the last session]' '(-r --resume)'{-r,--resume}'[that session]:id:' \
      '(-p --print)'{-p,--print}'[no effect: known from other programs]' '--attempts[so many side by side]:number:' '--attempt-models[their models]:a,b:' '*:task:' ;;
    resume|ask) _arguments $run '*:words:' ;;
    sessions) _arguments '(-a --all)'{-a,--all}'[of all folders]' '--search[words]:words:' '(-n --limit)'{-n,--limit}'[at most so many]:number:' '--json[as JSON]' ;;
    show) _arguments '--diff[as a diff]' '--step[only this step]:step:' '*:session:' ;;
    undo|redo|apply|drop|rewind) _arguments '--step[only this step]:step:' '--path[only this path]:path:_files' '*:session:' ;;
    effects) _arguments '--step[only this step]:step:' '--diff[as a diff]' '(-a --all)'{-a,--all}'[all]' '--json[as JSON]' '*:session:' ;;
    check) _arguments '(-a --all)'{-a,--all}'[everything]' '--affected[what changes can affect]' '--json[as JSON]' '--check[test command]:command:' '*:test:' ;;
    verify) _arguments '--json[as JSON]' '(-q --quiet)'{-q,--quiet}'[no progress]' '*:session:' ;;
    commit) _arguments '--message[of the commit]:text:' '--anyway[whatever the verdict]' '--json[as JSON]' '*:session:' ;;
    try) _arguments '--keep[without asking]' '--drop[without asking]' '*:command:_command_names' ;;
    fork) _values verb make list run diff apply drop patch branch ;;
    gc) _arguments '--keep-gb[of each session]:number:' ;;
    serve) _arguments '--port[0 = any]:number:' '--address[instead of 127.0.0.1]:address:' '--tls-cert[certificate chain]:file:_files' \
      '--tls-key[its key]:file:_files' '--host[name of the server]:name:' '--insecure[other addresses without TLS]' \
      '--new-links[make the old ones void]' '--open[in a browser]' '--json[as JSON]' ;;
    rules) _arguments '--json[as JSON]' '*:session:' ;;
    log) _arguments '--json[as JSON]' '*:session:' ;;
    export) _arguments '--jsonl[as JSON lines]' '(-o --output)'{-o,--output}'[file]:file:_files' '*:session:' ;;
    models) _arguments '--json[as JSON]' ;;
    hooks) _arguments '--yes[trust without asking]' '--json[as JSON]' '1:verb:(list trust untrust)' ;;
    mcp) _arguments '--yes[trust without asking]' '--http[be a server at a port of 127.0.0.1]:port:' '--json[as JSON]' '1:verb:(list trust untrust tools login logout)' '*:name:' ;;
    import) _arguments {-a,--all}'[of all folders]' '--json[as JSON]' ;;
    usage) _arguments '--by[rows]:what:(day project model)' '--days[of the last days]:number:' '--json[as JSON]' ;;
    config) _arguments '--schema[JSON Schema of config.toml]' '--json[as JSON]' '--model[provider/model]:model:' '--effort[level]:level:(low medium high)' \
      '--max-turns[calls of the model]:number:' '--max-budget-usd[dollars]:number:' '--max-tokens[in and out]:number:' ;;
    completions) _values shell bash zsh fish ;;
    doctor) _arguments '(-m --model)'{-m,--model}'[also test this model]:model:' ;;
  esac
}
compdef _plumb plumb
