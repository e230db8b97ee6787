// One table for all languages but Chinese (which has no blanks; claim_chinese.cpp): the few words
// that two languages share mean near enough the same in both.

#include "claim_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "output_lines.h"

namespace verify {
namespace {

struct Entry {
  std::uint32_t means;
  std::string_view words;  ///< parted by blanks
};

constexpr std::array k_table = {
    Entry{w_tests,
          "tests testsuite suite suites testcases specs unittests unit-tests testfälle pruebas "
          "checks pytest ctest jest "
          "vitest mocha rspec tox"},
    Entry{w_tests | w_singular, "test testcase spec unittest testfall prueba"},
    Entry{w_build, "build compilation compile compiling kompilierung compilación construcción"},
    Entry{w_lint,
          "lint linter linters linting lints ruff mypy eslint flake8 pylint clippy pyright "
          "prettier tsc rubocop shellcheck "
          "golangci-lint clang-tidy typecheck type-check type-checks typechecking type-checking "
          "typechecker formatting "
          "formatter checkstyle static-analysis typprüfung"},
    Entry{w_all,
          "all every everything entire whole full complete alles alle sämtliche allesamt tout tous "
          "toutes toute todo todos "
          "todas toda"},
    Entry{w_pronoun, "it they which sie er es elle ils elles ella ellos"},
    Entry{w_pass,
          "pass passes passed passing succeed succeeds succeeded bestehen bestanden besteht "
          "durchgelaufen durchlaufen "
          "passent passe passés passées réussissent réussit réussi réussie réussis réussies pasan "
          "pasaron pasa pasó pasado pasando "
          "superadas superados aprobadas aprobados"},
    Entry{w_good,
          "green clean successful successfully cleanly ok okay happy grün erfolgreich fehlerfrei "
          "sauber fehlerlos "
          "vert verts verte vertes propre propres verde verdes exitosa exitoso exitosas exitosos "
          "exitosamente "
          "correctamente limpio limpia lint-clean fine"},
    Entry{w_compiles, "compiles compiled builds kompiliert compila compilan compile"},
    Entry{w_fixed,
          "fixed resolved solved fixes resolves behoben repariert gelöst korrigiert corrigé "
          "corrigée corrigés corrigées résolu "
          "résolue réparé réparée corregido corregida corregí arreglado arreglada arreglé "
          "solucionado solucionada solucioné "
          "resuelto resuelta"},
    Entry{
        w_works,
        "works working work funktioniert funktionieren fonctionne fonctionnent funciona funcionan"},
    Entry{w_surely,
          "now again correctly properly fine perfectly jetzt nun wieder korrekt einwandfrei "
          "richtig maintenant désormais "
          "correctement ahora correctamente nuevamente"},
    Entry{w_verified,
          "verified confirmed validated double-checked tested überprüft verifiziert getestet "
          "geprüft bestätigt vérifié "
          "vérifiée testé testée confirmé validé verifiqué verificado comprobé comprobado "
          "confirmado probé probado validado"},
    Entry{w_not,
          "not never cannot neither nor without no none unable untested unverified barely hardly "
          "except excluding unless nicht "
          "kein keine keinen keiner nie niemals ohne außer ne n pas jamais aucun aucune sans sauf "
          "nunca ningún ninguna "
          "ninguno sin excepto nothing"},
    Entry{w_none,
          "no without none zero nothing kein keine keinen keiner ohne aucun aucune sans sin ningún "
          "ninguna ninguno"},
    Entry{w_fail,
          "fail fails failed failing broken breaks red crash crashes crashed fehlgeschlagen "
          "scheitert scheitern fehl rot "
          "échoue échouent échoué falla fallan fallaron falló"},
    Entry{w_fault,
          "failure failures error errors fehler fehlschlag fehlschläge échec échecs erreur erreurs "
          "fallo fallos warning "
          "warnings warnungen warnung avertissement avertissements advertencia advertencias avisos "
          "errores issues issue problem "
          "problems probleme problèmes problemas regression regressions regressionen régression "
          "régressions regresiones "
          "complaints findings"},
    Entry{w_modal,
          "should will would ll must might may can could shall expect expected expects need needs "
          "supposed want wants hope "
          "hopefully likely probably presumably think believe assume assuming ideally maybe "
          "perhaps plan planning todo next try "
          "trying aim goal remains sollte sollten soll sollen würde würden wird müsste müssten "
          "muss müssen könnte könnten "
          "kann können vermutlich wahrscheinlich hoffentlich devrait devraient doit doivent "
          "pourrait pourraient peut peuvent va "
          "vont sera seront probablement debería deberían debe deben podría podrían puede pueden "
          "será serán probablemente "
          "esperamos espero criteria criterion requirement requirements acceptance expectation "
          "suggested how"},
    Entry{w_if,
          "if unless whether until till assuming provided wenn sobald falls ob sofern bis damit si "
          "afin jusqu cuando hasta"},
    Entry{w_when, "when once before while whenever bevor lorsque quand avant antes mientras"},
    Entry{w_order,
          "please ensure ensures ensuring bitte veuillez favor asegúrate asegurar assurez"},
    Entry{w_said,
          "said says say claims mentioned according you wrote promises laut gemäß selon según "
          "usted vous"},
    Entry{w_past,
          "previously originally initially formerly earlier baseline vorher zuvor ursprünglich "
          "auparavant initialement "
          "anteriormente originalmente"},
    Entry{w_some,
          "most some many several few only almost nearly partially einige manche nur certains "
          "quelques presque seulement "
          "algunas algunos casi solo sólo"},
    Entry{w_part,
          "new added this these those my related relevant affected specific targeted corresponding "
          "both two three updated "
          "focused neue neuen neuer neuer diese betroffenen beiden nouveau nouveaux nouvelle ces "
          "deux nuevo nuevos "
          "nueva nuevas estas estos"},
    Entry{w_object,
          "a an the to as by through along over their its this them him her into onto from on upon "
          "down up null true false "
          "un une le la les una el los las ein eine einen den die das der"},
    Entry{w_self, "i we ich wir j je nous yo nosotros"},
    Entry{w_and, "and und et y"},
    Entry{w_but, "but aber mais pero although though however"},
};

const std::unordered_map<std::string_view, std::uint32_t>& table() {
  static const auto* const words = [] {
    auto* out = new std::unordered_map<std::string_view, std::uint32_t>();
    for (const Entry& entry : k_table) {
      std::string_view rest = entry.words;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (end > 0) (*out)[rest.substr(0, end)] |= entry.means;
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    return out;
  }();
  return *words;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// The length of a sign at `text` that is no letter although its bytes are not ASCII: check marks
/// mean "passed", crosses "failed"; typographic apostrophes, dashes and dots part words.
struct Sign {
  std::size_t size = 0;
  std::string_view text;
  std::uint32_t means = 0;
};
Sign sign_at(std::string_view text) {
  static constexpr std::array<Sign, 14> k_signs = {
      Sign{3, "\xe2\x9c\x85", w_good},  // white heavy check mark
      Sign{3, "\xe2\x9c\x94", w_good},  // heavy check mark
      Sign{3, "\xe2\x9c\x93", w_good},  // check mark
      Sign{3, "\xe2\x9d\x8c", w_fail},  // cross mark
      Sign{3, "\xe2\x9c\x97", w_fail},
      Sign{3, "\xe2\x9c\x98", w_fail},
      Sign{4, "\xf0\x9f\x9f\xa2", w_good},  // green circle
      Sign{3, "\xe2\x80\x99", 0},
      Sign{3, "\xe2\x80\x98", 0},
      Sign{3, "\xe2\x80\xa6", 0},
      Sign{3, "\xef\xb8\x8f", 0},  // a variation selector, behind check marks
      Sign{2, "\xc2\xbf", 0},
      Sign{2, "\xc2\xa1", 0},
      Sign{2, "\xc2\xa0", 0},
  };
  for (const Sign& sign : k_signs)
    if (text.starts_with(sign.text)) return sign;
  if (text.starts_with("\xe2\x80\x93") || text.starts_with("\xe2\x80\x94"))
    return {3, "\xe2\x80\x94", 0};  // dashes
  return {};
}

std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const char c = text[at];
    const bool joins = (c == '-' || c == '.' || c == '/') && at + 1 < text.size() &&
                       (is_word_byte(text[at + 1]) || is_digit(text[at + 1])) &&
                       sign_at(text.substr(at + 1)).size == 0;
    if (!is_word_byte(c) && !is_digit(c) && !joins) break;
    if (static_cast<unsigned char>(c) >= 0x80 && sign_at(text.substr(at)).size != 0) break;
    ++at;
  }
  return at;
}

}  // namespace

std::string small_letters(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte >= 'A' && byte <= 'Z') out[i] = static_cast<char>(byte + 0x20);
    const bool is_latin = i > 0 && static_cast<unsigned char>(out[i - 1]) == 0xC3;
    if (is_latin && byte >= 0x80 && byte <= 0x9E && byte != 0x97)
      out[i] = static_cast<char>(byte + 0x20);
  }
  return out;
}

bool has_chinese(std::string_view text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0xE4 && byte <= 0xE9) return true;  // U+4000 to U+9FFF
  }
  return false;
}

std::vector<Token> read_tokens(std::string_view text) {
  std::vector<Token> out;
  const auto add = [&](Token::Kind kind, std::size_t begin, std::size_t end) -> Token& {
    Token token;
    token.kind = kind;
    token.begin = begin;
    token.end = end;
    token.text = std::string(text.substr(begin, end - begin));
    return out.emplace_back(std::move(token));
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == k_code_begin) {
      const std::size_t end = std::min(text.find(k_code_end, at), text.size());
      Token& token = add(Token::Kind::code, at, std::min(end + 1, text.size()));
      token.text = std::string(text.substr(at + 1, end - at - 1));
      at = token.end;
    } else if (const Sign sign = sign_at(text.substr(at)); sign.size != 0) {
      Token& token = add(Token::Kind::mark, at, at + sign.size);
      token.means = sign.means;
      at += sign.size;
    } else if (is_digit(c)) {
      std::size_t end = at;
      while (end < text.size() &&
             (is_digit(text[end]) ||
              (text[end] == ',' && end + 1 < text.size() && is_digit(text[end + 1]))))
        ++end;
      const bool is_name =
          end < text.size() && is_word_byte(text[end]) && sign_at(text.substr(end)).size == 0;
      const bool is_decimal = end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1]);
      if (is_name || is_decimal) {
        const std::size_t stop = word_end(text, at);
        add(Token::Kind::word, at, stop);
        at = stop;
        continue;
      }
      Token& token = add(Token::Kind::number, at, end);
      std::string digits = token.text;
      digits.erase(std::remove(digits.begin(), digits.end(), ','), digits.end());
      std::string_view rest = digits;
      token.number = take_number(rest).value_or(-1);
      at = end;
    } else if (is_word_byte(c)) {
      const std::size_t end = std::max(word_end(text, at), at + 1);
      Token& token = add(Token::Kind::word, at, end);
      token.text = small_letters(token.text);
      const auto found = table().find(token.text);
      if (found != table().end()) token.means = found->second;
      at = end;
    } else {
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '*')
        add(Token::Kind::mark, at, at + 1);
      ++at;
    }
  }
  return out;
}

}  // namespace verify
