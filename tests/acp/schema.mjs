// Holds every message of a connection against the schema that the SDK's package carries: parameters and results by
// their method, and whole messages. What only the unstable schema has (session/fork) is held against that one.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv/dist/2020.js";

const require = createRequire(import.meta.url);
const load = (name) => JSON.parse(readFileSync(require.resolve(`@agentclientprotocol/sdk/schema/v1/${name}`), "utf8"));

class Schema {
  constructor(name) {
    this.ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false });
    this.schema = load(name);
    this.ajv.addSchema(this.schema, name);
    this.name = name;
    this.compiled = new Map();
    this.methods = new Map();   // "side method Kind" -> definition; side: who answers
    for (const [definition, value] of Object.entries(this.schema.$defs)) {
      const method = value["x-method"];
      const kind = /(Request|Response|Notification)$/.exec(definition)?.[1];
      if (method && kind) this.methods.set(`${value["x-side"]} ${method} ${kind}`, definition);
    }
  }
  find(side, method, kind) {
    return this.methods.get(`${side} ${method} ${kind}`) ?? this.methods.get(`protocol ${method} ${kind}`);
  }
  check(definition, value) {
    const ref = definition === "" ? this.name : `${this.name}#/$defs/${definition}`;
    if (!this.compiled.has(ref)) this.compiled.set(ref, this.ajv.compile({ $ref: ref }));
    const validate = this.compiled.get(ref);
    return validate(value) ? "" : this.ajv.errorsText(validate.errors);
  }
}

const stable = new Schema("schema.json");
const unstable = new Schema("schema.unstable.json");
const other = { client: "agent", agent: "client" };

/// One connection. say() takes the messages in their order; `problems` lists what does not fit.
export class Checker {
  constructor() {
    this.problems = [];
    this.count = 0;
    this.kinds = new Set();
    this.asked = { client: new Map(), agent: new Map() };
  }
  fail(from, message, why) {
    this.problems.push(`${from}: ${why}\n    ${JSON.stringify(message).slice(0, 600)}`);
  }
  against(from, message, side, method, kind, value) {
    for (const schema of [stable, unstable]) {
      const definition = schema.find(side, method, kind);
      if (definition === undefined) continue;
      this.kinds.add(`${from} ${method} ${kind}`);
      const wrong = schema.check(definition, value);
      if (wrong) this.fail(from, message, `${definition}: ${wrong}`);
      const whole = schema.check("", message);
      if (whole) this.fail(from, message, `as a message: ${whole}`);
      return;
    }
    if (!method.startsWith("_")) this.fail(from, message, `the schema has no ${kind} ${method}`);
  }
  say(from, message) {
    ++this.count;
    if (message.jsonrpc !== "2.0") this.fail(from, message, "no jsonrpc");
    if ("method" in message && "id" in message) {
      this.asked[from].set(JSON.stringify(message.id), message);   // held against the schema when it is known that it was meant well
    } else if ("method" in message) {
      this.against(from, message, other[from], message.method, "Notification", message.params);
    } else {
      this.answer(from, message);
    }
  }
  answer(from, message) {
    const key = JSON.stringify(message.id);
    const request = this.asked[other[from]].get(key);
    this.asked[other[from]].delete(key);
    if ("error" in message) {
      const wrong = stable.check("Error", message.error) || stable.check("", message);
      if (wrong) this.fail(from, message, `error: ${wrong}`);
      // A test may send what is wrong, and be told so.
      if (request && ![-32600, -32601, -32602, -32001].includes(message.error.code)) this.request(other[from], request);
      return;
    }
    if (request === undefined) return this.fail(from, message, "an answer to nothing");
    this.request(other[from], request);
    this.against(from, message, from, request.method, "Response", message.result);
  }
  request(from, message) {
    this.against(from, message, other[from], message.method, "Request", message.params);
  }
  /// Requests that nobody answered are held against the schema all the same.
  end() {
    for (const from of ["client", "agent"]) for (const message of this.asked[from].values()) this.request(from, message);
    return this.problems;
  }
}
