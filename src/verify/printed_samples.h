#pragma once
// What the runners really print (Python 3.11, pytest 7.2, ctest 3.25, GoogleTest 1.12, rustc 1.9x,
// node 20, jest 30, mocha 11, vitest 4), shortened where a trace goes on.

namespace verify::printed {

inline constexpr const char* k_unittest_verbose = R"__(
test_doc (test_a.A.test_doc)
Adds two. ... FAIL
test_err (test_a.A.test_err) ... ERROR
test_noise (test_a.A.test_noise) ... hello
ok
test_ok (test_a.A.test_ok) ... ok
test_skip (test_a.A.test_skip) ... skipped 'later'
test_sub (test_a.A.test_sub) ... 
  test_sub (test_a.A.test_sub) (i=2) ... FAIL
  test_sub (test_a.A.test_sub) (i=3) ... FAIL
test_xf (test_a.A.test_xf) ... expected failure
ERROR
test_b (unittest.loader._FailedTest.test_b) ... ERROR

======================================================================
ERROR: test_err (test_a.A.test_err)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/home/ada/u/test_a.py", line 11, in test_err
    def test_err(self): raise ValueError("boom")
                        ^^^^^^^^^^^^^^^^^^^^^^^^
ValueError: boom

======================================================================
ERROR: setUpClass (test_a.B)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/home/ada/u/test_a.py", line 21, in setUpClass
    def setUpClass(cls): raise RuntimeError("no db")
                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
RuntimeError: no db

======================================================================
ERROR: test_b (unittest.loader._FailedTest.test_b)
----------------------------------------------------------------------
ImportError: Failed to import test module: test_b
Traceback (most recent call last):
  File "/usr/lib/python3.11/unittest/loader.py", line 419, in _find_test_path
    module = self._get_module_from_name(name)
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/lib/python3.11/unittest/loader.py", line 362, in _get_module_from_name
    __import__(name)
  File "/home/ada/u/test_b.py", line 1, in <module>
    import nope
ModuleNotFoundError: No module named 'nope'


======================================================================
FAIL: test_doc (test_a.A.test_doc)
Adds two.
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/home/ada/u/test_a.py", line 10, in test_doc
    self.assertEqual(1+1, 3)
AssertionError: 2 != 3

======================================================================
FAIL: test_sub (test_a.A.test_sub) (i=2)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/home/ada/u/test_a.py", line 18, in test_sub
    with self.subTest(i=i): self.assertLess(i, 2)
                            ^^^^^^^^^^^^^^^^^^^^^
AssertionError: 2 not less than 2

======================================================================
FAIL: test_sub (test_a.A.test_sub) (i=3)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/home/ada/u/test_a.py", line 18, in test_sub
    with self.subTest(i=i): self.assertLess(i, 2)
                            ^^^^^^^^^^^^^^^^^^^^^
AssertionError: 3 not less than 2

----------------------------------------------------------------------
Ran 8 tests in 0.001s

FAILED (failures=3, errors=3, skipped=1, expected failures=1)
)__";

inline constexpr const char* k_unittest_plain = R"__(
FEhello
..sFFxEE
======================================================================
ERROR: test_err (test_a.A.test_err)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/home/ada/u/test_a.py", line 11, in test_err
    def test_err(self): raise ValueError("boom")
                        ^^^^^^^^^^^^^^^^^^^^^^^^
ValueError: boom

======================================================================
ERROR: setUpClass (test_a.B)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/home/ada/u/test_a.py", line 21, in setUpClass
    def setUpClass(cls): raise RuntimeError("no db")
                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
RuntimeError: no db

======================================================================
ERROR: test_b (unittest.loader._FailedTest.test_b)
----------------------------------------------------------------------
ImportError: Failed to import test module: test_b
Traceback (most recent call last):
  File "/usr/lib/python3.11/unittest/loader.py", line 419, in _find_test_path
    module = self._get_module_from_name(name)
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/lib/python3.11/unittest/loader.py", line 362, in _get_module_from_name
    __import__(name)
  File "/home/ada/u/test_b.py", line 1, in <module>
    import nope
ModuleNotFoundError: No module named 'nope'


======================================================================
FAIL: test_doc (test_a.A.test_doc)
Adds two.
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/home/ada/u/test_a.py", line 10, in test_doc
    self.assertEqual(1+1, 3)
AssertionError: 2 != 3

======================================================================
FAIL: test_sub (test_a.A.test_sub) (i=2)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/home/ada/u/test_a.py", line 18, in test_sub
    with self.subTest(i=i): self.assertLess(i, 2)
                            ^^^^^^^^^^^^^^^^^^^^^
AssertionError: 2 not less than 2

======================================================================
FAIL: test_sub (test_a.A.test_sub) (i=3)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/home/ada/u/test_a.py", line 18, in test_sub
    with self.subTest(i=i): self.assertLess(i, 2)
                            ^^^^^^^^^^^^^^^^^^^^^
AssertionError: 3 not less than 2

----------------------------------------------------------------------
Ran 8 tests in 0.001s

FAILED (failures=3, errors=3, skipped=1, expected failures=1)
)__";

inline constexpr const char* k_pytest_all = R"__(
FF..sFxE                                                                 [100%]
==================================== ERRORS ====================================
__________________________ ERROR at setup of B.test_b __________________________

cls = <class 'test_a.B'>

    @classmethod
>   def setUpClass(cls): raise RuntimeError("no db")
E   RuntimeError: no db

test_a.py:21: RuntimeError
=================================== FAILURES ===================================
__________________________________ A.test_doc __________________________________

self = <test_a.A testMethod=test_doc>

    def test_doc(self):
        """Adds two.
    
        more"""
>       self.assertEqual(1+1, 3)
E       AssertionError: 2 != 3

test_a.py:10: AssertionError
__________________________________ A.test_err __________________________________

self = <test_a.A testMethod=test_err>

>   def test_err(self): raise ValueError("boom")
E   ValueError: boom

test_a.py:11: ValueError
__________________________________ A.test_sub __________________________________

self = <test_a.A testMethod=test_sub>

    def test_sub(self):
        for i in range(4):
>           with self.subTest(i=i): self.assertLess(i, 2)
E           AssertionError: 2 not less than 2

test_a.py:18: AssertionError
==================================== PASSES ====================================
_________________________________ A.test_noise _________________________________
----------------------------- Captured stderr call -----------------------------
hello
=========================== short test summary info ============================
PASSED test_a.py::A::test_noise
PASSED test_a.py::A::test_ok
SKIPPED [1] test_a.py:12: later
XFAIL test_a.py::A::test_xf - reason: 
ERROR test_a.py::B::test_b - RuntimeError: no db
FAILED test_a.py::A::test_doc - AssertionError: 2 != 3
FAILED test_a.py::A::test_err - ValueError: boom
FAILED test_a.py::A::test_sub - AssertionError: 2 not less than 2
3 failed, 2 passed, 1 skipped, 1 xfailed, 1 error in 0.03s
)__";

inline constexpr const char* k_pytest_verbose = R"__(
============================= test session starts ==============================
platform linux -- Python 3.11.2, pytest-7.2.1, pluggy-1.0.0+repack -- /usr/bin/python3
cachedir: .pytest_cache
rootdir: /home/ada/u
collecting ... collected 8 items

test_a.py::A::test_doc FAILED                                            [ 12%]
test_a.py::A::test_err FAILED                                            [ 25%]
test_a.py::A::test_noise PASSED                                          [ 37%]
test_a.py::A::test_ok PASSED                                             [ 50%]
test_a.py::A::test_skip SKIPPED (later)                                  [ 62%]
test_a.py::A::test_sub FAILED                                            [ 75%]
test_a.py::A::test_xf XFAIL                                              [ 87%]
test_a.py::B::test_b ERROR                                               [100%]

==================================== ERRORS ====================================
__________________________ ERROR at setup of B.test_b __________________________

cls = <class 'test_a.B'>

    @classmethod
>   def setUpClass(cls): raise RuntimeError("no db")
E   RuntimeError: no db

test_a.py:21: RuntimeError
=================================== FAILURES ===================================
__________________________________ A.test_doc __________________________________

self = <test_a.A testMethod=test_doc>

    def test_doc(self):
        """Adds two.
    
        more"""
>       self.assertEqual(1+1, 3)
E       AssertionError: 2 != 3

test_a.py:10: AssertionError
__________________________________ A.test_err __________________________________

self = <test_a.A testMethod=test_err>

>   def test_err(self): raise ValueError("boom")
E   ValueError: boom

test_a.py:11: ValueError
__________________________________ A.test_sub __________________________________

self = <test_a.A testMethod=test_sub>

    def test_sub(self):
        for i in range(4):
>           with self.subTest(i=i): self.assertLess(i, 2)
E           AssertionError: 2 not less than 2

test_a.py:18: AssertionError
=========================== short test summary info ============================
FAILED test_a.py::A::test_doc - AssertionError: 2 != 3
FAILED test_a.py::A::test_err - ValueError: boom
FAILED test_a.py::A::test_sub - AssertionError: 2 not less than 2
ERROR test_a.py::B::test_b - RuntimeError: no db
========== 3 failed, 2 passed, 1 skipped, 1 xfailed, 1 error in 0.03s ==========
)__";

inline constexpr const char* k_pytest_quiet = R"__(
FF..sFxE                                                                 [100%]
==================================== ERRORS ====================================
__________________________ ERROR at setup of B.test_b __________________________

cls = <class 'test_a.B'>

    @classmethod
>   def setUpClass(cls): raise RuntimeError("no db")
E   RuntimeError: no db

test_a.py:21: RuntimeError
=================================== FAILURES ===================================
__________________________________ A.test_doc __________________________________

self = <test_a.A testMethod=test_doc>

    def test_doc(self):
        """Adds two.
    
        more"""
>       self.assertEqual(1+1, 3)
E       AssertionError: 2 != 3

test_a.py:10: AssertionError
__________________________________ A.test_err __________________________________

self = <test_a.A testMethod=test_err>

>   def test_err(self): raise ValueError("boom")
E   ValueError: boom

test_a.py:11: ValueError
__________________________________ A.test_sub __________________________________

self = <test_a.A testMethod=test_sub>

    def test_sub(self):
        for i in range(4):
>           with self.subTest(i=i): self.assertLess(i, 2)
E           AssertionError: 2 not less than 2

test_a.py:18: AssertionError
=========================== short test summary info ============================
FAILED test_a.py::A::test_doc - AssertionError: 2 != 3
FAILED test_a.py::A::test_err - ValueError: boom
FAILED test_a.py::A::test_sub - AssertionError: 2 not less than 2
ERROR test_a.py::B::test_b - RuntimeError: no db
3 failed, 2 passed, 1 skipped, 1 xfailed, 1 error in 0.03s
)__";

inline constexpr const char* k_ctest = R"__(
Internal ctest changing into directory: /home/ada/ct/b
Test project /home/ada/ct/b
    Start 1: adds
1/6 Test #1: adds .............................   Passed    0.01 sec
    Start 2: with
Could not find executable space
Looked in the following places:
space
space
Release/space
Release/space
Debug/space
Debug/space
MinSizeRel/space
MinSizeRel/space
RelWithDebInfo/space
RelWithDebInfo/space
Deployment/space
Deployment/space
Development/space
Development/space
Unable to find executable: space
2/6 Test #2: with .............................***Not Run   0.00 sec
    Start 3: crashes
3/6 Test #3: crashes ..........................***Exception: SegFault  0.00 sec

    Start 4: skipped
4/6 Test #4: skipped ..........................***Skipped   0.01 sec
    Start 5: missing
Could not find executable /nope
Looked in the following places:
/nope
/nope
/Release/nope
/Release/nope
/Debug/nope
/Debug/nope
/MinSizeRel/nope
/MinSizeRel/nope
/RelWithDebInfo/nope
/RelWithDebInfo/nope
/Deployment/nope
/Deployment/nope
/Development/nope
/Development/nope
nope
nope
Release/nope
Release/nope
Debug/nope
Debug/nope
MinSizeRel/nope
MinSizeRel/nope
RelWithDebInfo/nope
RelWithDebInfo/nope
Deployment/nope
Deployment/nope
Development/nope
Development/nope
Unable to find executable: /nope
5/6 Test #5: missing ..........................***Not Run   0.00 sec
    Start 6: slow
6/6 Test #6: slow .............................***Timeout   1.00 sec


33% tests passed, 4 tests failed out of 6

Total Test time (real) =   1.03 sec

The following tests did not run:
	  4 - skipped (Skipped)

The following tests FAILED:
	  2 - with (Not Run)
	  3 - crashes (SEGFAULT)
	  5 - missing (Not Run)
	  6 - slow (Timeout)
Errors while running CTest
)__";

inline constexpr const char* k_gtest = R"__(
Running main() from ./googletest/src/gtest_main.cc
[==========] Running 5 tests from 2 test suites.
[----------] Global test environment set-up.
[----------] 3 tests from Sum
[ RUN      ] Sum.Adds
[       OK ] Sum.Adds (0 ms)
[ RUN      ] Sum.Wrong
a.cpp:3: Failure
Expected equality of these values:
  1+1
    Which is: 2
  3
because
[  FAILED  ] Sum.Wrong (0 ms)
[ RUN      ] Sum.Later
a.cpp:4: Skipped
x
[  SKIPPED ] Sum.Later (0 ms)
[----------] 3 tests from Sum (0 ms total)

[----------] 2 tests from All/P
[ RUN      ] All/P.Small/0
[       OK ] All/P.Small/0 (0 ms)
[ RUN      ] All/P.Small/1
a.cpp:6: Failure
Expected: (GetParam()) < (2), actual: 2 vs 2
[  FAILED  ] All/P.Small/1, where GetParam() = 2 (0 ms)
[----------] 2 tests from All/P (0 ms total)

[----------] Global test environment tear-down
[==========] 5 tests from 2 test suites ran. (0 ms total)
[  PASSED  ] 2 tests.
[  SKIPPED ] 1 test, listed below:
[  SKIPPED ] Sum.Later
[  FAILED  ] 2 tests, listed below:
[  FAILED  ] Sum.Wrong
[  FAILED  ] All/P.Small/1, where GetParam() = 2

 2 FAILED TESTS
)__";

inline constexpr const char* k_cargo = R"__(
   Compiling rs v0.1.0 (/home/ada/rs)
    Finished `test` profile [unoptimized + debuginfo] target(s) in 0.98s
     Running unittests src/lib.rs (target/debug/deps/rs-a35a48c092d3f767)

running 3 tests
test tests::slow ... ignored
test tests::adds ... ok
test tests::wrong ... FAILED

failures:

---- tests::wrong stdout ----

thread 'tests::wrong' (26863) panicked at src/lib.rs:9:26:
assertion `left == right` failed
  left: 3
 right: 4


failures:
    tests::wrong

test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.19s

error: test failed, to rerun pass `--lib`
   Doc-tests rs

running 1 test
test src/lib.rs - add (line 2) ... ok

test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.27s

error: 1 target failed:
    `--lib`
)__";

inline constexpr const char* k_node_tap = R"__(
TAP version 13
# Subtest: adds
ok 1 - adds
  ---
  duration_ms: 1.183366
  ...
# Subtest: fails here
not ok 2 - fails here
  ---
  duration_ms: 1.06434
  location: '/home/ada/js/a.test.js:3:1'
  failureType: 'testCodeFailure'
  error: '2 == 3'
  code: 'ERR_ASSERTION'
  name: 'AssertionError'
  expected: 3
  actual: 2
  operator: '=='
  stack: |-
    TestContext.<anonymous> (/home/ada/js/a.test.js:3:33)
    Test.runInAsyncScope (node:async_hooks:206:9)
    Test.run (node:internal/test_runner/test:796:25)
    Test.processPendingSubtests (node:internal/test_runner/test:526:18)
    Test.postRun (node:internal/test_runner/test:889:19)
    Test.run (node:internal/test_runner/test:835:12)
    async Test.processPendingSubtests (node:internal/test_runner/test:526:7)
  ...
# Subtest: later
ok 3 - later # SKIP
  ---
  duration_ms: 0.154383
  ...
# Subtest: suite
    # Subtest: inner ok
    ok 1 - inner ok
      ---
      duration_ms: 0.191393
      ...
    # Subtest: inner bad
    not ok 2 - inner bad
      ---
      duration_ms: 0.133213
      location: '/home/ada/js/a.test.js:5:68'
      failureType: 'testCodeFailure'
      error: 'x'
      code: 'ERR_TEST_FAILURE'
      stack: |-
        TestContext.<anonymous> (/home/ada/js/a.test.js:5:98)
        Test.runInAsyncScope (node:async_hooks:206:9)
        Test.run (node:internal/test_runner/test:796:25)
        Suite.processPendingSubtests (node:internal/test_runner/test:526:18)
        Test.postRun (node:internal/test_runner/test:889:19)
        Test.run (node:internal/test_runner/test:835:12)
        async Promise.all (index 0)
        async Suite.run (node:internal/test_runner/test:1135:7)
        async Test.processPendingSubtests (node:internal/test_runner/test:526:7)
      ...
    1..2
not ok 4 - suite
  ---
  duration_ms: 0.831047
  type: 'suite'
  location: '/home/ada/js/a.test.js:5:6'
  failureType: 'subtestsFailed'
  error: '1 subtest failed'
  code: 'ERR_TEST_FAILURE'
  ...
1..4
# tests 5
# suites 1
# pass 2
# fail 2
# cancelled 0
# skipped 1
# todo 0
# duration_ms 167.223466
)__";

inline constexpr const char* k_node_spec = R"__(
✔ adds (1.362326ms)
✖ fails here (1.188305ms)
  AssertionError [ERR_ASSERTION]: 2 == 3
      at TestContext.<anonymous> (/home/ada/js/a.test.js:3:33)
      at Test.runInAsyncScope (node:async_hooks:206:9)
      at Test.run (node:internal/test_runner/test:796:25)
      at Test.processPendingSubtests (node:internal/test_runner/test:526:18)
      at Test.postRun (node:internal/test_runner/test:889:19)
      at Test.run (node:internal/test_runner/test:835:12)
      at async Test.processPendingSubtests (node:internal/test_runner/test:526:7) {
    generatedMessage: true,
    code: 'ERR_ASSERTION',
    actual: 2,
    expected: 3,
    operator: '=='
  }

﹣ later (0.164412ms) # SKIP
▶ suite
  ✔ inner ok (0.19528ms)
  ✖ inner bad (0.1372ms)
    Error: x
        at TestContext.<anonymous> (/home/ada/js/a.test.js:5:98)
        at Test.runInAsyncScope (node:async_hooks:206:9)
        at Test.run (node:internal/test_runner/test:796:25)
        at Suite.processPendingSubtests (node:internal/test_runner/test:526:18)
        at Test.postRun (node:internal/test_runner/test:889:19)
        at Test.run (node:internal/test_runner/test:835:12)
        at async Promise.all (index 0)
        at async Suite.run (node:internal/test_runner/test:1135:7)
        at async Test.processPendingSubtests (node:internal/test_runner/test:526:7)

✖ suite (0.707403ms)
ℹ tests 5
ℹ suites 1
ℹ pass 2
ℹ fail 2
ℹ cancelled 0
ℹ skipped 1
ℹ todo 0
ℹ duration_ms 153.039354

✖ failing tests:

test at a.test.js:3:1
✖ fails here (1.188305ms)
  AssertionError [ERR_ASSERTION]: 2 == 3
      at TestContext.<anonymous> (/home/ada/js/a.test.js:3:33)
      at Test.runInAsyncScope (node:async_hooks:206:9)
      at Test.run (node:internal/test_runner/test:796:25)
      at Test.processPendingSubtests (node:internal/test_runner/test:526:18)
      at Test.postRun (node:internal/test_runner/test:889:19)
      at Test.run (node:internal/test_runner/test:835:12)
      at async Test.processPendingSubtests (node:internal/test_runner/test:526:7) {
    generatedMessage: true,
    code: 'ERR_ASSERTION',
    actual: 2,
    expected: 3,
    operator: '=='
  }

test at a.test.js:5:68
✖ inner bad (0.1372ms)
  Error: x
      at TestContext.<anonymous> (/home/ada/js/a.test.js:5:98)
      at Test.runInAsyncScope (node:async_hooks:206:9)
      at Test.run (node:internal/test_runner/test:796:25)
      at Suite.processPendingSubtests (node:internal/test_runner/test:526:18)
      at Test.postRun (node:internal/test_runner/test:889:19)
      at Test.run (node:internal/test_runner/test:835:12)
      at async Promise.all (index 0)
      at async Suite.run (node:internal/test_runner/test:1135:7)
      at async Test.processPendingSubtests (node:internal/test_runner/test:526:7)
)__";

inline constexpr const char* k_jest = R"__(
FAIL t/a.test.js
  math
    ✓ adds (2 ms)
    ✕ wrong sum (1 ms)
    ○ skipped later
    deep
      ✓ inner (1 ms)

  ● math › wrong sum

    expected 3

      1 | describe('math', () => {
      2 |   it('adds', () => { if (1+1 !== 2) throw new Error('no'); });
    > 3 |   it('wrong sum', () => { throw new Error('expected 3'); });
        |                                 ^
      4 |   it.skip('later', () => {});
      5 |   describe('deep', () => { it('inner', () => {}); });
      6 | });

      at Object.<anonymous> (t/a.test.js:3:33)

Test Suites: 1 failed, 1 total
Tests:       1 failed, 1 skipped, 2 passed, 4 total
Snapshots:   0 total
Time:        0.416 s
Ran all test suites matching t.
)__";

inline constexpr const char* k_mocha = R"__(
  math
    ✔ adds
    1) wrong sum
    - later
    deep
      ✔ inner


  2 passing (4ms)
  1 pending
  1 failing

  1) math
       wrong sum:
     Error: expected 3
      at Context.<anonymous> (t/a.test.js:3:33)
      at process.processImmediate (node:internal/timers:483:21)
)__";

inline constexpr const char* k_vitest =
    R"__(
)__"
    "\x1b"
    R"__([1m)__"
    "\x1b"
    R"__([30m)__"
    "\x1b"
    R"__([46m RUN )__"
    "\x1b"
    R"__([49m)__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([22m )__"
    "\x1b"
    R"__([36mv4.1.12 )__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([90m/home/ada/jm)__"
    "\x1b"
    R"__([39m

 )__"
    "\x1b"
    R"__([32m✓)__"
    "\x1b"
    R"__([39m v/a.spec.js)__"
    "\x1b"
    R"__([2m > )__"
    "\x1b"
    R"__([22mmath)__"
    "\x1b"
    R"__([2m > )__"
    "\x1b"
    R"__([22madds)__"
    "\x1b"
    R"__([32m 1)__"
    "\x1b"
    R"__([2mms)__"
    "\x1b"
    R"__([22m)__"
    "\x1b"
    R"__([39m
 )__"
    "\x1b"
    R"__([31m×)__"
    "\x1b"
    R"__([39m v/a.spec.js)__"
    "\x1b"
    R"__([2m > )__"
    "\x1b"
    R"__([22mmath)__"
    "\x1b"
    R"__([2m > )__"
    "\x1b"
    R"__([22mwrong sum)__"
    "\x1b"
    R"__([32m 2)__"
    "\x1b"
    R"__([2mms)__"
    "\x1b"
    R"__([22m)__"
    "\x1b"
    R"__([39m
)__"
    "\x1b"
    R"__([31m   → expected 3)__"
    "\x1b"
    R"__([39m
 )__"
    "\x1b"
    R"__([2m)__"
    "\x1b"
    R"__([90m↓)__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([22m v/a.spec.js)__"
    "\x1b"
    R"__([2m > )__"
    "\x1b"
    R"__([22mmath)__"
    "\x1b"
    R"__([2m > )__"
    "\x1b"
    R"__([22mlater
 )__"
    "\x1b"
    R"__([32m✓)__"
    "\x1b"
    R"__([39m v/a.spec.js)__"
    "\x1b"
    R"__([2m > )__"
    "\x1b"
    R"__([22mmath)__"
    "\x1b"
    R"__([2m > )__"
    "\x1b"
    R"__([22mdeep)__"
    "\x1b"
    R"__([2m > )__"
    "\x1b"
    R"__([22minner)__"
    "\x1b"
    R"__([32m 0)__"
    "\x1b"
    R"__([2mms)__"
    "\x1b"
    R"__([22m)__"
    "\x1b"
    R"__([39m

)__"
    "\x1b"
    R"__([31m⎯⎯⎯⎯⎯⎯⎯)__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([1m)__"
    "\x1b"
    R"__([41m Failed Tests 1 )__"
    "\x1b"
    R"__([49m)__"
    "\x1b"
    R"__([22m)__"
    "\x1b"
    R"__([31m⎯⎯⎯⎯⎯⎯⎯)__"
    "\x1b"
    R"__([39m

)__"
    "\x1b"
    R"__([41m)__"
    "\x1b"
    R"__([1m FAIL )__"
    "\x1b"
    R"__([22m)__"
    "\x1b"
    R"__([49m v/a.spec.js)__"
    "\x1b"
    R"__([2m > )__"
    "\x1b"
    R"__([22mmath)__"
    "\x1b"
    R"__([2m > )__"
    "\x1b"
    R"__([22mwrong sum
)__"
    "\x1b"
    R"__([31m)__"
    "\x1b"
    R"__([1mError)__"
    "\x1b"
    R"__([22m: expected 3)__"
    "\x1b"
    R"__([39m
)__"
    "\x1b"
    R"__([36m )__"
    "\x1b"
    R"__([2m❯)__"
    "\x1b"
    R"__([22m v/a.spec.js:)__"
    "\x1b"
    R"__([2m4:33)__"
    "\x1b"
    R"__([22m)__"
    "\x1b"
    R"__([39m
    )__"
    "\x1b"
    R"__([90m  2|)__"
    "\x1b"
    R"__([39m )__"
    "\x1b"
    R"__([34mdescribe)__"
    "\x1b"
    R"__([39m()__"
    "\x1b"
    R"__([32m'math')__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([33m,)__"
    "\x1b"
    R"__([39m () )__"
    "\x1b"
    R"__([33m=>)__"
    "\x1b"
    R"__([39m {
    )__"
    "\x1b"
    R"__([90m  3|)__"
    "\x1b"
    R"__([39m   )__"
    "\x1b"
    R"__([34mit)__"
    "\x1b"
    R"__([39m()__"
    "\x1b"
    R"__([32m'adds')__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([33m,)__"
    "\x1b"
    R"__([39m () )__"
    "\x1b"
    R"__([33m=>)__"
    "\x1b"
    R"__([39m { )__"
    "\x1b"
    R"__([35mif)__"
    "\x1b"
    R"__([39m ()__"
    "\x1b"
    R"__([34m1)__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([33m+)__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([34m1)__"
    "\x1b"
    R"__([39m )__"
    "\x1b"
    R"__([33m!==)__"
    "\x1b"
    R"__([39m )__"
    "\x1b"
    R"__([34m2)__"
    "\x1b"
    R"__([39m) )__"
    "\x1b"
    R"__([35mthrow)__"
    "\x1b"
    R"__([39m )__"
    "\x1b"
    R"__([35mnew)__"
    "\x1b"
    R"__([39m )__"
    "\x1b"
    R"__([33mError)__"
    "\x1b"
    R"__([39m()__"
    "\x1b"
    R"__([32m'no')__"
    "\x1b"
    R"__([39m))__"
    "\x1b"
    R"__([33m;)__"
    "\x1b"
    R"__([39m }))__"
    "\x1b"
    R"__([33m;)__"
    "\x1b"
    R"__([39m
    )__"
    "\x1b"
    R"__([90m  4|)__"
    "\x1b"
    R"__([39m   )__"
    "\x1b"
    R"__([34mit)__"
    "\x1b"
    R"__([39m()__"
    "\x1b"
    R"__([32m'wrong sum')__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([33m,)__"
    "\x1b"
    R"__([39m () )__"
    "\x1b"
    R"__([33m=>)__"
    "\x1b"
    R"__([39m { )__"
    "\x1b"
    R"__([35mthrow)__"
    "\x1b"
    R"__([39m )__"
    "\x1b"
    R"__([35mnew)__"
    "\x1b"
    R"__([39m )__"
    "\x1b"
    R"__([33mError)__"
    "\x1b"
    R"__([39m()__"
    "\x1b"
    R"__([32m'expected 3')__"
    "\x1b"
    R"__([39m))__"
    "\x1b"
    R"__([33m;)__"
    "\x1b"
    R"__([39m }))__"
    "\x1b"
    R"__([33m;)__"
    "\x1b"
    R"__([39m
    )__"
    "\x1b"
    R"__([90m   |)__"
    "\x1b"
    R"__([39m                                 )__"
    "\x1b"
    R"__([31m^)__"
    "\x1b"
    R"__([39m
    )__"
    "\x1b"
    R"__([90m  5|)__"
    "\x1b"
    R"__([39m   it)__"
    "\x1b"
    R"__([33m.)__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([34mskip)__"
    "\x1b"
    R"__([39m()__"
    "\x1b"
    R"__([32m'later')__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([33m,)__"
    "\x1b"
    R"__([39m () )__"
    "\x1b"
    R"__([33m=>)__"
    "\x1b"
    R"__([39m {}))__"
    "\x1b"
    R"__([33m;)__"
    "\x1b"
    R"__([39m
    )__"
    "\x1b"
    R"__([90m  6|)__"
    "\x1b"
    R"__([39m   )__"
    "\x1b"
    R"__([34mdescribe)__"
    "\x1b"
    R"__([39m()__"
    "\x1b"
    R"__([32m'deep')__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([33m,)__"
    "\x1b"
    R"__([39m () )__"
    "\x1b"
    R"__([33m=>)__"
    "\x1b"
    R"__([39m { )__"
    "\x1b"
    R"__([34mit)__"
    "\x1b"
    R"__([39m()__"
    "\x1b"
    R"__([32m'inner')__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([33m,)__"
    "\x1b"
    R"__([39m () )__"
    "\x1b"
    R"__([33m=>)__"
    "\x1b"
    R"__([39m {}))__"
    "\x1b"
    R"__([33m;)__"
    "\x1b"
    R"__([39m }))__"
    "\x1b"
    R"__([33m;)__"
    "\x1b"
    R"__([39m

)__"
    "\x1b"
    R"__([31m)__"
    "\x1b"
    R"__([2m⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/1]⎯)__"
    "\x1b"
    R"__([22m)__"
    "\x1b"
    R"__([39m


)__"
    "\x1b"
    R"__([2m Test Files )__"
    "\x1b"
    R"__([22m )__"
    "\x1b"
    R"__([1m)__"
    "\x1b"
    R"__([31m1 failed)__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([22m)__"
    "\x1b"
    R"__([90m (1))__"
    "\x1b"
    R"__([39m
)__"
    "\x1b"
    R"__([2m      Tests )__"
    "\x1b"
    R"__([22m )__"
    "\x1b"
    R"__([1m)__"
    "\x1b"
    R"__([31m1 failed)__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([22m)__"
    "\x1b"
    R"__([2m | )__"
    "\x1b"
    R"__([22m)__"
    "\x1b"
    R"__([1m)__"
    "\x1b"
    R"__([32m2 passed)__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([22m)__"
    "\x1b"
    R"__([2m | )__"
    "\x1b"
    R"__([22m)__"
    "\x1b"
    R"__([33m1 skipped)__"
    "\x1b"
    R"__([39m)__"
    "\x1b"
    R"__([90m (4))__"
    "\x1b"
    R"__([39m
)__"
    "\x1b"
    R"__([2m   Start at )__"
    "\x1b"
    R"__([22m 19:24:35
)__"
    "\x1b"
    R"__([2m   Duration )__"
    "\x1b"
    R"__([22m 301ms)__"
    "\x1b"
    R"__([2m (transform 20ms, setup 0ms, import 33ms, tests 5ms, environment 0ms))__"
    "\x1b"
    R"__([22m
)__";

}  // namespace verify::printed
