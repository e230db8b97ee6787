#pragma once
// contract: the events of a session. One append-only log is the truth; everything else is a view.
//
// On disk: one JSON object a line, {"v":1,"seq":N,"t":ms,"type":"...","p":{...},"sum":"hex"};
// `sum` is XXH3-64 of the line up to `,"sum"`. Names of the types and of their payloads' members are
// stable. An *intent* is on disk before the thing happens, its *outcome* after.

#include <cstdint>
#include <functional>
#include <string>

#include "json/json.h"

namespace journal {

// Types (payload members in brackets):
//   session.started   {id, cwd, task, model{provider,id,wire}, version, git?, resumed_from?, options,
//                      kind?: ask, verify: `last` passes over it,
//                      attempt{parent, n, project, role?}?: cwd is then its copy (role: of a subagent), attempts?: so many it starts,
//                      imported_from{agent, id, started}?: the conversation is another agent's,
//                      forked_from{id, seq, copied}?: events 2 to `copied` were another session's}
//   user.message      {text, typed?, by?, images: [{mime, blob}]?}          by: "plumb" = a verdict that went back, "steer" = said
//                     while it worked, "verb" = what the user did to the tree, for the model, "builtin" =
//                     what a search before the model came to, "hook" = what hooks say to the model
//   steer             {text}                                        intent of the user.message with by: "steer"
//   approval.asked    {step, what, count, effects: as below}        the run waits for an answer
//   approval.answered {step, answer: apply|drop|keep, paths, by?: hook}
//   hook.started      {n, event, command, file, sandboxed, call?}   intent
//   hook.finished     {n, event, decision: none|allow|ask|defer|deny|block|stop, duration_ms, exit? or error, reason?, context?,
//                     message?, problem?, updated_input?, out?, err?, call?}   outcome; with a problem nothing else counts
//   turn.started      {turn}
//   model.request     {n, url, body: blob}                          intent
//   model.response    {n, status, headers, body: blob, error}       outcome (raw bytes, for replay)
//   model.answer      {turn, stop, usage{...}, cost_usd?, window?, model, items: [...]}   parsed; what resume reads
//   model.retry       {attempt, wait_ms, why}
//   context.compacted {kind: masked|rebuilt, bytes_before, bytes_after, count?, masked?: blob, kept?, ledger?: blob}   intent:
//                     how the conversation was made shorter (agent/context.h); a resume does the same
//   tool.call         {id, name, arguments, freeform}               intent
//   tool.result       {id, name, title, output, is_error, duration_ms, blob?, command?{id, dir, ended, exit,
//                      signal, timed_out, text?}}   outcome; `command` of the shell's tools: id tells one that
//                      goes on in the background from others, dir is relative to the root ("" = it), text is
//                      there if tool.call was too short for it
//   effects           {step, what, count, effects: [{path, change, size_before, size_after, state?, why?,
//                      entries?, renamed_from?}], git?: [..]}       state: none = applied
//   undo.started, redo.started, rewind.started, apply.started, drop.started   {step, paths}   intent
//   undo, redo, rewind, apply, drop                {step, restored, conflicts, paths: [..]}   outcome
//   network           {host, port, allowed, why, bytes_out, bytes_in}      a command's connection
//   checks            {checks: [{name, command, why, timeout_s?, reports?}]}     those of the session's beginning
//   rules             {rules: [{file, line, text, kind, against?, paths?, commands?, folder?}]}   the enforced ones of the
//                     session's beginning
//   check.started     {name, command, where, tree}                  intent; tree: after, before, or mixture (of no
//                     tree that there ever was)
//   check.finished    {name, command, run, where, tree, exit, timed_out, duration_ms, evidence, doubt?, passed, failed,
//                     skipped, blob: output, results: blob}         outcome
//   verdict           {status, reason, fixed, broken, failing, missing, flaky, notes, tampering: [{kind, path, line,
//                     what, diff}], rules?: [{where, text, state, what}]}
//   receipt           {id, status, tree_before, tree_after, blob, of?}    of: the attempt whose receipt it is
//   notice            {level, text}
//   plan              {items: [{text, status}]}
//   report            {summary, checked: [{claim, command}], doubts: [..], questions: [..]}   the model's word
//   attempts.started  {count, models: [..]}                         in the parent's log, as those below
//   attempt.started   {n, model, session}
//   attempt.finished  {n, session, status, reason, files, lines, duration_ms, cost_usd?}
//   attempts.chosen   {n, session, applied, why}                    intent if applied; n 0 = none has a change
//   agent.started     {n, session, role, model, task}               intent: a subagent, in the log of who started it
//   agent.finished    {n, session, role, status, reason, end, files, lines, turns, input_tokens, output_tokens, duration_ms,
//                     cost_usd?}
//   agent.decided     {n, session, what: applied|dropped}           what became of its change
//   prompt.queued     {n, text, images?: [{mime, blob}]}            waits for the present run to end; n rises by 1
//   prompt.unqueued   {n, why}                                      why: run, taken back
//   session.title     {title}                                       given by the user
//   session.ended     {status, exit_code, reason, usage, cost_usd, turns, duration_ms, ...}   as `--output-format json`

struct Event {
  std::uint64_t seq = 0;
  std::int64_t time_ms = 0;
  std::string type;
  std::string payload;   ///< JSON text of an object: kept as text, so that thousands of events cost little
};

}  // namespace journal
