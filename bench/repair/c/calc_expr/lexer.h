#pragma once

typedef enum { TOKEN_NUMBER, TOKEN_NAME, TOKEN_SIGN, TOKEN_END, TOKEN_BAD } TokenKind;

typedef struct {
  TokenKind kind;
  double number;
  char name[16];
  char sign;
} Token;

typedef struct {
  const char *at;
  Token token;
} Lexer;

void lexer_start(Lexer *lexer, const char *text);
void lexer_next(Lexer *lexer);
