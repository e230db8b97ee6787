#include "code/outline.h"

#include <gtest/gtest.h>

using namespace code;

namespace {

std::string lines(std::string_view path, std::string_view text) {
  const auto out = outline(path, text);
  if (!out) return out.error().what;
  std::string result;
  for (const Symbol& symbol : out->symbols)
    result += std::string(2 * symbol.depth, ' ') + std::string(name(symbol.kind)) + " " +
              symbol.name + " " + std::to_string(symbol.line) + "-" +
              std::to_string(symbol.end_line) + " | " + symbol.signature + "\n";
  return result;
}

}  // namespace

TEST(Outline, C) {
  EXPECT_EQ(lines("a.c", R"(#ifndef A_H
#define A_H
#define MAX 10
#define TWICE(x) \
  ((x) * 2)
struct point { int x, y; };
struct point;
typedef struct { int a; } pair_t;
enum color { red, green };
static int count = 0, more;
extern int *table[];
int *find(const char *key,
          int size);
static void (*handler)(int);
struct point make(int x) {
  int local = x;
  return (struct point){x, local};
}
#endif
)"),
            R"(macro MAX 3-3 | #define MAX
macro TWICE 4-5 | #define TWICE(x)
struct point 6-6 | struct point
type pair_t 8-8 | typedef struct {...} pair_t
enum color 9-9 | enum color
variable count 10-10 | static int count = 0, more
variable table 11-11 | extern int *table[]
function find 12-13 | int *find(const char *key, int size)
variable handler 14-14 | static void (*handler)(int)
function make 15-18 | struct point make(int x)
)");
}

TEST(Outline, Cpp) {
  EXPECT_EQ(lines("a.cpp", R"(namespace net::http {
template <class T>
class Loop : public Base<T> {
 public:
  Loop(int a) : a_(a), b_{} {}
  ~Loop();
  virtual void run(Task task) const = 0;
  T& value() { return v_; }
  bool operator==(const Loop&) const = default;
  enum class State { on, off };
 private:
  int a_;
};
using Id = std::uint64_t;
auto f(int x) -> std::vector<int>;
}
template <> void Loop<int>::run(Task task) const { auto g = [] { struct Hidden {}; }; }
Loop::Loop() = default;
namespace { int x; }
)"),
            R"(namespace net::http 1-16 | namespace net::http
  class Loop 2-13 | template <class T> class Loop : public Base<T>
    constructor Loop 5-5 | Loop(int a)
    method ~Loop 6-6 | ~Loop()
    method run 7-7 | virtual void run(Task task) const = 0
    method value 8-8 | T& value()
    method operator== 9-9 | bool operator==(const Loop&) const = default
    enum State 10-10 | enum class State
  type Id 14-14 | using Id = std::uint64_t
  function f 15-15 | auto f(int x) -> std::vector<int>
method Loop<int>::run 17-17 | template <> void Loop<int>::run(Task task) const
constructor Loop::Loop 18-18 | Loop::Loop() = default
namespace (anonymous) 19-19 | namespace
  variable x 19-19 | int x
)");
}

TEST(Outline, Python) {
  EXPECT_EQ(lines("a.py", R"(import os

@decorated(1)
class A(Base):
    """Doc."""
    def __init__(self, a: int = 1) -> None:
        def inner(): pass
    @property
    async def name(self): return 1

def f(
    a,
    b,
):
    pass
if True:
    def g(): pass
)"),
            R"(class A 3-9 | class A(Base)
  constructor __init__ 6-7 | def __init__(self, a: int = 1) -> None
  method name 8-9 | async def name(self)
function f 11-15 | def f( a, b, )
function g 17-17 | def g()
)");
}

TEST(Outline, JavaScriptAndTypeScript) {
  EXPECT_EQ(lines("a.js", R"(export default class A extends B {
  constructor(x) { super(x); }
  static async *go() {}
  handler = (e) => { e(); };
  data = 1;
}
export const add = (a, b) => a + b, other = 2;
let state = {a() {}};
const {x, y} = z;
function* gen() { function inner() {} }
)"),
            R"(class A 1-6 | export default class A extends B
  constructor constructor 2-2 | constructor(x)
  method go 3-3 | static async *go()
  method handler 4-4 | handler = (e)
function add 7-7 | export const add = (a, b)
constant other 7-7 | other = 2
variable state 8-8 | let state = {a() {}}
function gen 10-10 | function* gen()
)");
  EXPECT_EQ(lines("a.ts", R"(export interface Shape<T> extends Base { area(): number; name: string }
export type Id = string | number;
enum Color { Red }
declare function f(x: number): void;
namespace N { export abstract class C { abstract run(): void; private go(x?: string): Promise<void> {} } }
export const g = async function (a: number): Promise<void> {};
)"),
            R"(interface Shape 1-1 | export interface Shape<T> extends Base
  method area 1-1 | area(): number
type Id 2-2 | export type Id = string | number
enum Color 3-3 | enum Color
function f 4-4 | declare function f(x: number): void
namespace N 5-5 | namespace N
  class C 5-5 | export abstract class C
    method run 5-5 | abstract run(): void
    method go 5-5 | private go(x?: string): Promise<void>
function g 6-6 | export const g = async function (a: number): Promise<void>
)");
  EXPECT_EQ(lines("a.tsx", "export const App: FC = ({a}) => <div/>;\n"),
            "function App 1-1 | export const App: FC = ({a})\n");
}

TEST(Outline, Go) {
  EXPECT_EQ(lines("a.go", R"(package p
type Server struct { a int }
type (
	Handler interface { Serve(w int) }
	ID = string
)
type Pair[T any] struct { a T }
const Max, Min = 1, 2
var (
	x = 1
	y int
)
func New(a int) (*Server, error) { return nil, nil }
func (s *Server) Run(ctx Context) error { return nil }
func (p Pair[T]) Get() T { return p.a }
)"),
            R"(struct Server 2-2 | type Server struct
interface Handler 4-4 | Handler interface
type ID 5-5 | ID = string
struct Pair 7-7 | type Pair[T any] struct
constant Max 8-8 | const Max, Min = 1, 2
variable x 10-10 | x = 1
variable y 11-11 | y int
function New 13-13 | func New(a int) (*Server, error)
method Server.Run 14-14 | func (s *Server) Run(ctx Context) error
method Pair[T].Get 15-15 | func (p Pair[T]) Get() T
)");
}

TEST(Outline, RustAndJava) {
  EXPECT_EQ(lines("a.rs", R"(pub mod net {
    pub trait Read { fn read(&mut self) -> usize; fn all(&self) { } }
    impl<T> Read for Vec<T> where T: Copy { fn read(&mut self) -> usize { 0 } }
}
#[derive(Debug)]
pub struct P<T> { x: T }
pub enum E { A, B(u8) }
const N: usize = 3;
pub(crate) async fn f<T: Into<u8>>(x: T) -> Result<(), Error> where T: Copy { fn inner() {} }
macro_rules! m { () => {} }
type X = u8;
)"),
            R"(namespace net 1-4 | pub mod net
  trait Read 2-2 | pub trait Read
    method read 2-2 | fn read(&mut self) -> usize
    method all 2-2 | fn all(&self)
  impl Read for Vec<T> 3-3 | impl<T> Read for Vec<T> where T: Copy
    method read 3-3 | fn read(&mut self) -> usize
struct P 6-6 | pub struct P<T>
enum E 7-7 | pub enum E
constant N 8-8 | const N: usize = 3
function f 9-9 | pub(crate) async fn f<T: Into<u8>>(x: T) -> Result<(), Error> where T: Copy
macro m 10-10 | macro_rules! m
type X 11-11 | type X = u8
)");
  EXPECT_EQ(lines("A.java", R"(package p;
@Deprecated
public final class A<T> extends B implements C {
    private int x = 1;
    public A(int x) { this.x = x; }
    @Override public <U> List<U> get(String key) throws IOException { return null; }
    interface Inner { void f(); }
    enum Color { RED; int code() { return 1; } }
    record Point(int x, int y) { }
}
)"),
            R"(class A 2-10 | @Deprecated public final class A<T> extends B implements C
  constructor A 5-5 | public A(int x)
  method get 6-6 | @Override public <U> List<U> get(String key) throws IOException
  interface Inner 7-7 | interface Inner
    method f 7-7 | void f()
  enum Color 8-8 | enum Color
    method code 8-8 | int code()
  class Point 9-9 | record Point(int x, int y)
)");
}

TEST(Outline, SaysWhatItCannotDo) {
  EXPECT_EQ(outline("a.md", "# x").error().code, base::Code::unsupported);
  EXPECT_EQ(outline("a.c", std::string("int a;\0", 7)).error().code, base::Code::invalid);
  const auto broken = outline("a.py", "def f(:\n  pass\ndef g():\n  pass\n");
  ASSERT_TRUE(broken);
  EXPECT_TRUE(broken->has_error);
}

TEST(Outline, IsBounded) {
  std::string many;
  for (int i = 0; i < 20000; ++i) many += "int f" + std::to_string(i) + "(void);\n";
  const auto out = outline("a.c", many);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->symbols.size(), k_symbols_max);
  EXPECT_TRUE(out->cut);
  const std::string text = to_text(*out, 1000);
  EXPECT_LE(text.size(), 1000U);
  EXPECT_TRUE(text.starts_with("1 int f0(void)\n2 int f1(void)\n"));
  EXPECT_NE(text.find(" more\n"), std::string::npos);
  const auto wide = outline("a.c", "int f(" + std::string(10000, 'a') + " b);\n");
  ASSERT_TRUE(wide);
  EXPECT_LE(wide->symbols.at(0).signature.size(), k_signature_max);
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "namespace a {";
  const auto nested = outline("a.cpp", deep);
  EXPECT_TRUE(nested || nested.error().code == base::Code::timeout);
}
