#include "secrets.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "json/json.h"
#include "masked.h"
#include "text/base64.h"

namespace engine {
namespace {

using base::Code;

const char* const k_value = "s3cr3t/v+lue 'x";

Secret secret(const std::string& name, const std::string& value) {
  Secret out;
  out.name = name;
  out.value = value;
  return out;
}

base::Result<std::vector<Secret>> read(const std::string& text) { return read_secrets(text, "config.toml", base::Env({{"KEY", "k-12345678"}, {"SHORT", "abc"}})); }

TEST(Secrets, AreReadFromVariablesAndFiles) {
  const auto dir = base::TempDir::make();
  const auto file = base::join(dir->path(), "key");
  ASSERT_TRUE(base::write_file(file, "f-12345678\n"));
  const auto all = read("[secrets.A]\nenv = \"KEY\"\nabout = \"x\"\nmcp = [\"m\"]\n[secrets.B]\nfile = \"" + file +
                        "\"\ncommands = false\n[secrets.C]\nenv = \"NONE\"\n[secrets.D]\nenv = \"SHORT\"\n[secrets.E]\nfile = \"/nowhere/at/all\"\n");
  ASSERT_TRUE(all) << all.error().what;
  ASSERT_EQ(all->size(), 5U);
  EXPECT_EQ(all->at(0).value, "k-12345678");
  EXPECT_EQ(all->at(0).servers, (std::vector<std::string>{"m"}));
  EXPECT_EQ(all->at(1).value, "f-12345678");
  EXPECT_FALSE(all->at(1).for_commands);
  EXPECT_EQ(all->at(2).problem, "the variable NONE is not set");
  EXPECT_NE(all->at(3).problem.find("less than 8 bytes"), std::string::npos);
  EXPECT_NE(all->at(4).problem.find("/nowhere/at/all"), std::string::npos);
  const std::string prompt = Secrets(*all).prompt();
  EXPECT_NE(prompt.find("{{secret:A}}: x (for commands, MCP server m)"), std::string::npos) << prompt;
  EXPECT_EQ(prompt.find("{{secret:C}}"), std::string::npos) << prompt;
  EXPECT_EQ(prompt.find("12345678"), std::string::npos) << prompt;
  EXPECT_EQ(Secrets({}).prompt(), "");
}

TEST(Secrets, SayWhereTheConfigurationIsWrong) {
  for (const auto& [text, part] : std::vector<std::pair<std::string, std::string>>{
           {"[secrets.A]\nabout = \"x\"\n", "secrets.A must have either env or file"},
           {"[secrets.A]\nenv = \"X\"\nfile = \"/x\"\n", "secrets.A must have either env or file"},
           {"[secrets.\"a-b\"]\nenv = \"X\"\n", "config.toml:2: names of secrets"},
           {"[secrets.A]\nfile = \"x\"\n", "config.toml:2: secrets.A.file must be an absolute path"},
           {"[secrets.A]\nvalue = \"x\"\n", "there is no setting 'value'"}}) {
    const auto all = read(text);
    ASSERT_FALSE(all) << text;
    EXPECT_NE(all.error().what.find(part), std::string::npos) << all.error().what;
  }
}

/// What sh makes of a command with the value in it.
std::string said_by_sh(const Secrets& secrets, const std::string& command) {
  io::ProcessSpec spec;
  spec.env = {{"PATH", "/usr/bin:/bin"}};
  const auto filled = secrets.in_command(command, spec.env);
  if (!filled) return filled.error().what;
  io::Loop loop;
  spec.argv = {"/bin/sh", "-c", *filled};
  const auto done = loop.run(io::run_process(loop, std::move(spec), io::Millis(20000)));
  return done ? done->out : done.error().what;
}

TEST(Secrets, StandInACommandAsTheyAre) {
  const Secrets secrets({secret("ODD", "a'b\"c$HOME`id`\\d"), secret("PLAIN", "tok-12345678")});
  const std::string odd = "a'b\"c$HOME`id`\\d";
  EXPECT_EQ(said_by_sh(secrets, "printf %s {{secret:ODD}}"), odd);
  EXPECT_EQ(said_by_sh(secrets, "printf %s \"x {{secret:ODD}} y\""), "x " + odd + " y");
  EXPECT_EQ(said_by_sh(secrets, "printf %s 'x \" {{secret:ODD}} y'"), "x \" " + odd + " y");
  EXPECT_EQ(said_by_sh(secrets, "printf %s \\'{{secret:ODD}}"), "'" + odd);
  EXPECT_EQ(said_by_sh(secrets, "K={{secret:ODD}} sh -c 'printf %s \"$K\"'"), odd);
  EXPECT_EQ(said_by_sh(secrets, "x=$(echo a) && printf '%s %s' \"${x}\" {{secret:PLAIN}}"), "a tok-12345678");
  EXPECT_EQ(said_by_sh(secrets, "echo '{{secret:' {{secret:PLAIN"), "{{secret: {{secret:PLAIN\n");
}

/// Of a value that is code for sh, pieces would be run, and what sh says of them would not be recognized.
TEST(Secrets, AreNeverCode) {
  const std::string value = "corr ect;ho$rse&bat";
  const Secrets secrets({secret("PW", value)});
  EXPECT_EQ(said_by_sh(secrets, "# don't print it\nprintf '<%s>\\n' {{secret:PW}}"), "<" + value + ">\n");
  EXPECT_EQ(said_by_sh(secrets, "echo a # it's\nprintf \"%s\" '{{secret:PW}}'"), "a\n" + value);
  for (const std::string command :
       {"T=\"$(printf %s {{secret:PW}} | wc -c)\"; echo $T", "printf %s \"a $(printf %s \"{{secret:PW}}\" | wc -c)\"", "echo `printf %s {{secret:PW}}`",
        "cat <<END\n{{secret:PW}}\nEND", "cat <<'END'\n{{secret:PW}}\nEND", "sh -c 'echo {{secret:PW}}'", "env bash -lc \"echo {{secret:PW}}\"", "eval echo {{secret:PW}}",
        "python3 -c 'print(\"{{secret:PW}}\")'", "sh <<< 'echo {{secret:PW}}'", "echo $'it\\'s' {{secret:PW}}", "echo $(( {{secret:PW}} ))", "[[ {{secret:PW}} -eq 1 ]]",
        "a[{{secret:PW}}]=1", "echo \\{{secret:PW}}", "echo \"${{secret:PW}}\"", "echo ${x:-{{secret:PW}}}", "# {{secret:PW}}", "ssh host echo {{secret:PW}}"}) {
    Secrets::Variables variables;
    const auto filled = secrets.in_command(command, variables);
    ASSERT_FALSE(filled) << command << " became " << *filled;
    EXPECT_EQ(filled.error().code, Code::unsupported) << command;
    EXPECT_NE(filled.error().what.find("NAME={{secret:PW}} program"), std::string::npos) << filled.error().what;
    EXPECT_TRUE(variables.empty()) << command;
  }
}

/// Wherever a handle stands, the value itself is not in the text.
TEST(Secrets, StandInNoCommandsText) {
  const Secrets secrets({secret("PW", "tok-12345678")});
  for (const std::string before : {"", "'", "\"", "\\", "$", "`", "#", "a=", "x '", "x \"'", "case x in y) ", "<<E\n", "(", "$'"})
    for (const std::string after : {"", "'", "\"", "`", ")"}) {
      Secrets::Variables variables;
      const auto filled = secrets.in_command(before + "{{secret:PW}}" + after, variables);
      if (filled) EXPECT_EQ(filled->find("12345678"), std::string::npos) << *filled;
      if (filled) EXPECT_EQ(variables["PLUMB_SECRET_PW"], "tok-12345678");
    }
}

TEST(Secrets, AreForWhatTheyAreFor) {
  auto both = secret("A", "a-12345678");
  both.servers = {"m"};
  auto gone = secret("B", "");
  gone.problem = "the variable X is not set";
  auto servers = secret("C", "c-12345678");
  servers.for_commands = false;
  const Secrets secrets({both, gone, servers});
  Secrets::Variables variables;
  EXPECT_EQ(secrets.in_arguments(R"({"a":["{{secret:A}}\n"],"{{secret:A}}":1})", "m", Secrets::ServerOf::user).value(), R"({"a":["a-12345678\n"],"{{secret:A}}":1})");
  EXPECT_EQ(secrets.in_arguments(R"({"a":"{{secret:A}}"})", "n", Secrets::ServerOf::user).error().code, Code::denied);
  EXPECT_EQ(secrets.in_arguments(R"({"a":"{{secret:A}}"})", "m", Secrets::ServerOf::project).error().code, Code::denied);
  EXPECT_EQ(secrets.in_command("x {{secret:B}}", variables).error().code, Code::unavailable);
  EXPECT_EQ(secrets.in_command("x {{secret:C}}", variables).error().code, Code::denied);
  const auto none = secrets.in_text("x {{secret:D}}");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().what, "there is no secret \"D\"; there are: A, B, C");
}

TEST(Mask, FindsTheFormsOfAValue) {
  Mask mask;
  mask.add(k_value, "***");
  const std::string value = k_value;
  const auto in = [&mask](const std::string& text) { return mask.in(text); };
  EXPECT_EQ(in("x" + value + "y"), "x***y");
  EXPECT_EQ(in("s3cr3t%2Fv%2Blue%20%27x"), "***");
  EXPECT_EQ(in("s3cr3t%2fv%2blue%20%27x"), "***");
  EXPECT_EQ(in("7333637233742f762b6c75652027 78"), "7333637233742f762b6c75652027 78");   // broken up: see docs/secrets.md
  EXPECT_EQ(in("7333637233742f762b6c7565202778"), "***");
  EXPECT_EQ(in("'s3cr3t/v+lue '\\''x'"), "'***'");
  for (const char* before : {"", "u", "us", "use", "user:"})
    for (const char* behind : {"", "1", "12", "123"}) {
      const std::string coded = text::to_base64(before + value + behind), shown = in(coded);
      EXPECT_NE(shown.find("***"), std::string::npos) << coded;
      EXPECT_LE(shown.size(), 3 + 16U) << coded;   // all but what belongs to its neighbours
    }
  Mask quoted;
  quoted.add("a\"b\\c\nd-1", "***");
  EXPECT_EQ(quoted.in(R"({"k":"a\"b\\c\nd-1"})"), R"({"k":"***"})");
}

TEST(Mask, TheLongerOfTwoIsFound) {
  Mask mask;
  mask.add("12345678", "A");
  mask.add("12345678-more", "B");
  EXPECT_EQ(mask.in("12345678-more 12345678"), "B A");
  Mask::Stream stream(mask);
  EXPECT_EQ(stream.add("12345678"), "");
  EXPECT_EQ(stream.add("-mo"), "");
  EXPECT_EQ(stream.add("re."), "B.");
}

TEST(Mask, WhereverAStreamIsCut) {
  Mask mask;
  mask.add(k_value, "{{secret:X}}");
  const std::string all = std::string("one ") + k_value + " s3cr3t/ " + k_value + k_value + " s3cr";
  for (std::size_t size = 1; size < 20; ++size) {
    Mask::Stream stream(mask);
    std::string out;
    for (std::size_t at = 0; at < all.size(); at += size) out += stream.add(std::string_view(all).substr(at, size));
    out += stream.end();
    EXPECT_EQ(out, "one {{secret:X}} s3cr3t/ {{secret:X}}{{secret:X}} s3cr") << size;
  }
}

TEST(Secrets, OfSeveralLinesAreFoundLineByLine) {
  const Secrets secrets({secret("PEM", "-----BEGIN KEY-----\nabcdefghijklmnopqrstuvwx\n012345678901234567890123\n-----END KEY-----")});
  EXPECT_EQ(secrets.mask().in("  abcdefghijklmnopqrstuvwx\r\n"), "  {{secret:PEM}}\r\n");
  EXPECT_EQ(secrets.mask().in("-----BEGIN KEY-----\nother"), "-----BEGIN KEY-----\nother");
}

TEST(Secrets, OfSeveralLinesAreFoundHoweverTheirLinesEnd) {
  for (const std::string end : {"\r\n", "\\n", " \n  "}) {
    const Secrets secrets({secret("PEM", "-----BEGIN KEY-----" + end + "abcdefghijklmnopqrstuvwx" + end + "012345678901234567890123")});
    EXPECT_EQ(secrets.mask().in("x: abcdefghijklmnopqrstuvwx\n"), "x: {{secret:PEM}}\n") << end;
    EXPECT_EQ(secrets.mask().in("012345678901234567890123"), "{{secret:PEM}}") << end;
  }
}

}  // namespace
}  // namespace engine
