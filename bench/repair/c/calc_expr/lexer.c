#include "lexer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void lexer_start(Lexer *lexer, const char *text) {
  lexer->at = text;
  lexer_next(lexer);
}

void lexer_next(Lexer *lexer) {
  Token *token = &lexer->token;
  while (isspace((unsigned char)*lexer->at)) ++lexer->at;
  const char *start = lexer->at;
  if (*start == '\0') {
    token->kind = TOKEN_END;
  } else if (isdigit((unsigned char)*start)) {
    char *end;
    token->kind = TOKEN_NUMBER;
    token->number = strtod(start, &end);
    lexer->at = end;
  } else if (isalpha((unsigned char)*start)) {
    size_t length = 0;
    while (isalnum((unsigned char)start[length])) ++length;
    lexer->at += length;
    token->kind = length < sizeof token->name ? TOKEN_NAME : TOKEN_BAD;
    if (token->kind == TOKEN_NAME) {
      memcpy(token->name, start, length);
      token->name[length] = '\0';
    }
  } else {
    token->kind = strchr("+-*/^()", *start) ? TOKEN_SIGN : TOKEN_BAD;
    token->sign = *start;
    ++lexer->at;
  }
}
