#include "workspace/workspace.h"

#include "text/sha256.h"
#include "tree_for_test.h"

using namespace workspace;
using base::Code;
using base::join;
using FileWrite = Workspace::FileWrite;

TEST_F(WorkspaceTest, ResolvesPathsThatLieInTheRootOnly) {
  put("a/file", "x");
  ASSERT_EQ(::symlink("a", at("inside").c_str()), 0);
  ASSERT_EQ(::symlink("/etc", at("outside").c_str()), 0);
  ASSERT_EQ(::symlink("../..", at("a/up").c_str()), 0);
  ASSERT_EQ(::symlink("circle", at("circle").c_str()), 0);
  ASSERT_EQ(::symlink((temp.path() + "/nowhere").c_str(), at("dangling").c_str()), 0);
  const struct {
    std::string path;
    std::string result;  // relative to the root, or "!" and the code
  } cases[] = {
      {"a/file", "a/file"},
      {"./a//file", "a/file"},
      {"a/../a/new/er", "a/new/er"},
      {at("a/file"), "a/file"},
      {"inside/file", "a/file"},
      {".", ""},
      {"..", "!denied"},
      {"../project/a", "a"},
      {"a/../../x", "!denied"},
      {"/etc/passwd", "!denied"},
      {"outside/passwd", "!denied"},
      {"outside", "!denied"},
      {"a/up/x", "!denied"},
      {"dangling", "!denied"},
      {"circle", "!invalid"},
      {"", "!invalid"},
      {std::string("a\0b", 3), "!invalid"},
      {std::string(5000, 'x'), "!invalid"},
      {at("") + "x", "!denied"},
  };
  for (const auto& test : cases) {
    const auto result = workspace->resolve(test.path);
    if (test.result.starts_with('!')) {
      ASSERT_FALSE(result) << test.path << " " << *result;
      EXPECT_EQ(base::name(result.error().code), test.result.substr(1)) << test.path;
    } else {
      ASSERT_TRUE(result) << test.path << " " << result.error().what;
      EXPECT_EQ(*result, test.result.empty() ? root : at(test.result)) << test.path;
    }
  }
}

TEST_F(WorkspaceTest, ARootThatIsALinkIsFine) {
  put("file", "x");
  ASSERT_EQ(::symlink(root.c_str(), (temp.path() + "/link").c_str()), 0);
  options.root = temp.path() + "/link";
  open_other("second");
  EXPECT_EQ(workspace->root(), root);
  EXPECT_EQ(workspace->resolve(temp.path() + "/link/file").value(), at("file"));
}

TEST_F(WorkspaceTest, WritesAndTakesBack) {
  put("old", "one", 0755);
  const auto before = picture();
  const auto step = write("1", {{.path = "old", .bytes = "two"},
                                {.path = "new/deep/file", .bytes = "hello"}});
  ASSERT_TRUE(step) << step.error().what;
  EXPECT_EQ(shown(step->effects),
            "created:new created:new/deep created:new/deep/file modified:old");
  EXPECT_EQ(get("old"), "two");
  EXPECT_EQ(get("new/deep/file"), "hello");
  struct stat st {};
  ASSERT_EQ(::stat(at("old").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 07777, 0755u);
  const auto report = workspace->undo("1");
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->conflicts.empty());
  EXPECT_EQ(report->restored.size(), 4u);
  EXPECT_EQ(picture(), before);
  EXPECT_TRUE(workspace->steps()[0].undone);
  EXPECT_TRUE(workspace->total().empty());
}

TEST_F(WorkspaceTest, DeletesAndTakesBack) {
  put("a", "1");
  put("b", "2", 0600);
  ASSERT_EQ(::symlink("b", at("link").c_str()), 0);
  const auto before = picture();
  ASSERT_TRUE(write("1", {{.path = "b"}, {.path = "link"}}));
  EXPECT_EQ(picture().size(), 1u);
  ASSERT_TRUE(workspace->undo_all());
  EXPECT_EQ(picture(), before);
}

TEST_F(WorkspaceTest, AWriteFollowsALinkInsideTheRoot) {
  put("target", "1");
  ASSERT_EQ(::symlink("target", at("link").c_str()), 0);
  const auto step = write("1", {{.path = "link", .bytes = "2"}});
  ASSERT_TRUE(step);
  EXPECT_EQ(shown(step->effects), "modified:target");
  EXPECT_EQ(get("target"), "2");
  struct stat st {};
  ASSERT_EQ(::lstat(at("link").c_str(), &st), 0);
  EXPECT_TRUE(S_ISLNK(st.st_mode));
}

TEST_F(WorkspaceTest, RefusesWritesThatCannotBeMeant) {
  put("file", "1");
  put("folder/x", "1");
  ASSERT_EQ(::mkfifo(at("fifo").c_str(), 0600), 0);
  ASSERT_EQ(::symlink("/tmp", at("out").c_str()), 0);
  const auto before = picture();
  const std::string other = text::sha256_hex("other");
  const struct {
    FileWrite write;
    Code code;
  } cases[] = {
      {{.path = "none"}, Code::not_found},
      {{.path = "folder", .bytes = "x"}, Code::invalid},
      {{.path = "folder"}, Code::invalid},
      {{.path = "fifo", .bytes = "x"}, Code::invalid},
      {{.path = "file/below", .bytes = "x"}, Code::invalid},
      {{.path = "out/x", .bytes = "x"}, Code::denied},
      {{.path = "../x", .bytes = "x"}, Code::denied},
      {{.path = ".", .bytes = "x"}, Code::invalid},
      {{.path = "file", .bytes = "x", .expected_hash = other}, Code::changed},
      {{.path = "file", .expected_hash = other}, Code::changed},
      {{.path = "gone", .bytes = "x", .expected_hash = other}, Code::changed},
      {{.path = "file", .bytes = "x", .expected_hash = ""}, Code::changed},
  };
  for (const auto& test : cases) {
    const auto done = write("1", {{.path = "first", .bytes = "x"}, test.write});
    ASSERT_FALSE(done) << test.write.path;
    EXPECT_EQ(done.error().code, test.code) << test.write.path << ": " << done.error().what;
    EXPECT_EQ(picture(), before) << test.write.path;
  }
  EXPECT_EQ(write("1", {{.path = "a", .bytes = "1"}, {.path = "./a", .bytes = "2"}}).error().code,
            Code::invalid);
  EXPECT_TRUE(workspace->steps().empty());
  EXPECT_TRUE(write("1", {{.path = "file", .bytes = "x", .expected_hash = text::sha256_hex("1")},
                          {.path = "fresh", .bytes = "x", .expected_hash = ""}}));
}

TEST_F(WorkspaceTest, AWriteThatChangesNothingTouchesNothing) {
  put("file", "same", 0640);
  const auto before = picture();
  const auto step = write("1", {{.path = "file", .bytes = "same"}});
  ASSERT_TRUE(step);
  EXPECT_TRUE(step->effects.empty());
  EXPECT_EQ(picture(), before);
  ASSERT_TRUE(write("2", {{.path = "file", .bytes = "same", .mode = 0755}}));
  EXPECT_EQ(shown(workspace->steps()[1].effects), "mode:file");
  ASSERT_TRUE(workspace->undo("2"));
  EXPECT_EQ(picture(false), (Picture{{"file", "416 file same"}}));
}

TEST_F(WorkspaceTest, SeesWhatACommandDid) {
  put("keep", "same");
  put("change", "1");
  put("gone", "x");
  put("mode", "m");
  put("type", "t");
  put("dir/a", "a");
  put("dir/b", "b");
  put("touch", "t");
  ASSERT_TRUE(base::make_dirs(at("empty")));
  ASSERT_EQ(::symlink("keep", at("link").c_str()), 0);
  const auto before = picture();
  const Step step = command("c", [&] {
    put("change", "2");
    ASSERT_EQ(::unlink(at("gone").c_str()), 0);
    ASSERT_EQ(::chmod(at("mode").c_str(), 0755), 0);
    ASSERT_EQ(::unlink(at("type").c_str()), 0);
    ASSERT_EQ(::symlink("elsewhere", at("type").c_str()), 0);
    ASSERT_TRUE(base::remove_all(at("dir")));
    ASSERT_EQ(::rmdir(at("empty").c_str()), 0);
    ASSERT_EQ(::unlink(at("link").c_str()), 0);
    ASSERT_EQ(::symlink("change", at("link").c_str()), 0);
    ASSERT_EQ(::utimensat(AT_FDCWD, at("touch").c_str(), nullptr, 0), 0);
    put("made/file", "new");
  });
  EXPECT_EQ(shown(step.effects),
            "modified:change deleted:dir deleted:dir/a deleted:dir/b deleted:empty deleted:gone "
            "modified:link created:made created:made/file mode:mode type:type");
  const auto report = workspace->undo("c").value();
  EXPECT_TRUE(report.conflicts.empty());
  auto after = picture();
  after["touch"] = before.at("touch");  // a time alone is no effect
  EXPECT_EQ(after, before);
}

TEST_F(WorkspaceTest, ChangesOfOthersBetweenCommandsAreNotACommands) {
  put("mine", "1");
  EXPECT_EQ(shown(command("1", [&] { put("made", "x"); }).effects), "created:made");
  put("mine", "2");
  put("users", "u");
  EXPECT_TRUE(command("2", [] {}).effects.empty());
  ASSERT_TRUE(workspace->undo_all());
  EXPECT_EQ(get("mine"), "2");
  EXPECT_EQ(get("users"), "u");
  EXPECT_EQ(get("made"), "?missing");
}

TEST_F(WorkspaceTest, AChangeWithinTheClockTickIsSeen) {
  for (int i = 0; i < 50; ++i) {
    put("file", "a" + std::to_string(i % 10));
    const Step step = command(std::to_string(i), [&] {
      base::Fd fd(::open(at("file").c_str(), O_WRONLY));
      ASSERT_TRUE(base::write_all(fd.get(), "b"));
    });
    ASSERT_EQ(shown(step.effects), "modified:file") << i;
  }
}

TEST_F(WorkspaceTest, WhatSomebodyChangedSinceIsAConflict) {
  put("a", "1");
  put("b", "1");
  ASSERT_TRUE(write("w", {{.path = "a", .bytes = "2"}, {.path = "b", .bytes = "2"},
                          {.path = "dir/c", .bytes = "2"}}));
  put("a", "user's");
  put("dir/users", "u");
  const auto report = workspace->undo("w").value();
  ASSERT_EQ(report.conflicts.size(), 2u);
  EXPECT_EQ(report.conflicts[0].path, "dir");
  EXPECT_EQ(report.conflicts[1].path, "a");
  EXPECT_NE(report.conflicts[1].why.find("changed since"), std::string::npos);
  EXPECT_EQ(base::read_file(report.conflicts[1].kept_as).value(), "1");
  EXPECT_EQ(get("a"), "user's");
  EXPECT_EQ(get("b"), "1");
  EXPECT_EQ(get("dir/c"), "?missing");
  EXPECT_EQ(get("dir/users"), "u");
  EXPECT_FALSE(workspace->steps()[0].undone);
  // Once the user's version is out of the way, the rest can be taken back.
  put("a", "2");
  ASSERT_EQ(::unlink(at("dir/users").c_str()), 0);
  EXPECT_TRUE(workspace->undo("w").value().conflicts.empty());
  EXPECT_EQ(picture(false), (Picture{{"a", "420 file 1"}, {"b", "420 file 1"}}));
}

TEST_F(WorkspaceTest, TakesBackAStepInTheMiddleUnlessALaterOneNeedsIt) {
  put("a", "1");
  put("b", "1");
  ASSERT_TRUE(write("1", {{.path = "a", .bytes = "2"}}));
  ASSERT_TRUE(write("2", {{.path = "b", .bytes = "2"}}));
  ASSERT_TRUE(write("3", {{.path = "b", .bytes = "3"}}));
  EXPECT_TRUE(workspace->undo("1").value().conflicts.empty());
  EXPECT_EQ(get("a"), "1");
  const auto report = workspace->undo("2").value();
  ASSERT_EQ(report.conflicts.size(), 1u);
  EXPECT_NE(report.conflicts[0].why.find("a later step: edit 3"), std::string::npos);
  EXPECT_EQ(get("b"), "3");
  EXPECT_TRUE(workspace->undo_from("2").value().conflicts.empty());
  EXPECT_EQ(get("b"), "1");
  EXPECT_EQ(workspace->undo("none").error().code, Code::not_found);
}

TEST_F(WorkspaceTest, TotalFoldsAllSteps) {
  put("a", "1");
  put("b", "1");
  ASSERT_TRUE(write("1", {{.path = "a", .bytes = "2"}, {.path = "new", .bytes = "x"},
                          {.path = "short", .bytes = "s"}}));
  command("2", [&] {
    put("a", "3");
    ASSERT_EQ(::unlink(at("short").c_str()), 0);
    put("b", "2");
  });
  command("3", [&] { put("b", "1"); });
  const auto total = workspace->total();
  EXPECT_EQ(shown(total), "modified:a created:new");
  EXPECT_EQ(workspace->content(total[0], Workspace::Side::before).value(), "1");
  EXPECT_EQ(workspace->content(total[0], Workspace::Side::after).value(), "3");
}

TEST_F(WorkspaceTest, AnotherProcessCanTakeBackLater) {
  put("a", "1");
  ASSERT_TRUE(write("1", {{.path = "a", .bytes = "2"}}));
  command("2", [&] { put("b\xff\xfe", "x"); put("a", "3"); });
  EXPECT_FALSE(Workspace::open(options)) << "one owner at a time";
  open();
  EXPECT_TRUE(workspace->recovered().empty());
  ASSERT_EQ(workspace->steps().size(), 2u);
  EXPECT_EQ(workspace->steps()[1].what, "shell: 2");
  EXPECT_EQ(shown(workspace->steps()[1].effects), "modified:a created:b\xff\xfe");
  EXPECT_TRUE(workspace->undo_all().value().conflicts.empty());
  EXPECT_EQ(picture(false), (Picture{{"a", "420 file 1"}}));
  open();
  EXPECT_TRUE(workspace->steps()[0].undone && workspace->steps()[1].undone);
}

TEST_F(WorkspaceTest, ALaterSessionsChangeIsAConflict) {
  put("a", "1");
  ASSERT_TRUE(write("1", {{.path = "a", .bytes = "2"}}));
  const std::string first = options.session_dir;
  open_other("second");
  ASSERT_TRUE(write("1", {{.path = "a", .bytes = "3"}}));
  options.session_dir = first;
  workspace.reset();
  open();
  EXPECT_EQ(workspace->undo_all().value().conflicts.size(), 1u);
  EXPECT_EQ(get("a"), "3");
}

TEST_F(WorkspaceTest, AnEditWhileACommandRunsIsNotTheCommands) {
  put("a", "1");
  ASSERT_TRUE(begin("c"));
  ASSERT_TRUE(write("w", {{.path = "a", .bytes = "2"}, {.path = "n", .bytes = "x"}}));
  put("b", "by the command");
  EXPECT_EQ(shown(end().value().effects), "created:b");
  EXPECT_EQ(shown(workspace->total()), "modified:a created:b created:n");
}

TEST_F(WorkspaceTest, ACommandThatGoesOnIsInStepsBeforeWithinAndAfterAnother) {
  put("c", "1");
  ASSERT_TRUE(begin("1"));
  put("a", "1");
  ASSERT_TRUE(begin("2"));
  put("b", "1");
  const auto inner = end();
  ASSERT_TRUE(inner) << inner.error().what;
  EXPECT_EQ(inner->id, "2");
  EXPECT_EQ(shown(inner->effects), "created:b");
  put("c", "2");
  const auto after = end();
  ASSERT_TRUE(after) << after.error().what;
  EXPECT_EQ(after->id, "1+");
  EXPECT_EQ(after->what, "shell: 1");
  EXPECT_EQ(shown(after->effects), "modified:c");
  EXPECT_EQ(end().error().code, Code::invalid);
  ASSERT_EQ(workspace->steps().size(), 3u);
  EXPECT_EQ(shown(workspace->steps()[0].effects), "created:a");
  EXPECT_TRUE(workspace->undo_all().value().conflicts.empty());
  EXPECT_EQ(picture(false), (Picture{{"c", "420 file 1"}}));
}

TEST_F(WorkspaceTest, ACommandThatGoesOnHasAFurtherStepFromWhereTheLastOneEnds) {
  const auto next = [this](const std::string& id) { return loop.run(workspace->next_command(id, "shell: 1")); };
  EXPECT_EQ(next("1").error().code, Code::invalid);
  put("c", "1");
  ASSERT_TRUE(begin("1"));
  put("a", "1");
  const auto first = next("1+");
  ASSERT_TRUE(first) << first.error().what;
  EXPECT_EQ(first->id, "1");
  EXPECT_EQ(shown(first->effects), "created:a");
  put("c", "2");
  open();   // as after a kill
  ASSERT_EQ(workspace->steps().size(), 2u);
  EXPECT_EQ(workspace->steps()[1].id, "1+");
  EXPECT_EQ(shown(workspace->steps()[1].effects), "modified:c");
  EXPECT_TRUE(workspace->undo_all().value().conflicts.empty());
  EXPECT_EQ(picture(false), (Picture{{"c", "420 file 1"}}));
}

TEST_F(WorkspaceTest, ACommandThatGoesOnAfterAnotherIsKnownAfterAKill) {
  put("c", "1");
  ASSERT_TRUE(begin("1"));
  ASSERT_TRUE(begin("2"));
  ASSERT_TRUE(end());
  put("c", "2");
  open();
  EXPECT_EQ(shown(workspace->total()), "modified:c");
  EXPECT_TRUE(workspace->undo_all().value().conflicts.empty());
  EXPECT_EQ(get("c"), "1");
}

TEST_F(WorkspaceTest, AnInterruptedCommandIsKnownAfterwards) {
  put("a", "1");
  ASSERT_TRUE(begin("c"));
  put("a", "2");
  put("b", "x");
  open();  // as after a kill: nothing was said about an end
  ASSERT_EQ(workspace->recovered().size(), 1u);
  ASSERT_EQ(workspace->steps().size(), 1u);
  EXPECT_TRUE(workspace->steps()[0].interrupted);
  EXPECT_EQ(shown(workspace->steps()[0].effects), "modified:a created:b");
  EXPECT_TRUE(workspace->undo("c").value().conflicts.empty());
  EXPECT_EQ(picture(false), (Picture{{"a", "420 file 1"}}));
  open();
  EXPECT_TRUE(workspace->recovered().empty());
}

TEST_F(WorkspaceTest, BeyondTheBudgetChangesAreListedButCannotBeTakenBack) {
  options.file_max = 1000;
  open();
  put("big", std::string(2000, 'a'));
  put("small", "s");
  const Step step = command("c", [&] {
    put("big", std::string(2000, 'b'));
    put("small", "t");
    put("big2", std::string(3000, 'c'));
  });
  EXPECT_EQ(shown(step.effects), "modified:big! created:big2 modified:small");
  const auto report = workspace->undo("c").value();
  ASSERT_EQ(report.conflicts.size(), 1u);
  EXPECT_EQ(report.conflicts[0].path, "big");
  EXPECT_NE(report.conflicts[0].why.find("not kept"), std::string::npos);
  EXPECT_EQ(get("small"), "s");
  EXPECT_EQ(get("big2"), "?missing");
}

TEST_F(WorkspaceTest, WhenRoomIsShortIgnoredFilesWaitAndSmallOnesGoFirst) {
  options.ignored_max = 5000;
  open();
  put(".gitignore", "out/\n.env\n");
  put(".env", "SECRET=1");
  put("out/big.o", std::string(6000, 'o'));
  put("src/main.c", std::string(4000, 'm'));
  const Step step = command("c", [&] {
    for (const char* path : {".env", "out/big.o", "src/main.c"}) put(path, "changed");
  });
  EXPECT_EQ(shown(step.effects), "modified:.env modified:out/big.o! modified:src/main.c");
  ASSERT_TRUE(workspace->undo("c"));
  EXPECT_EQ(get(".env"), "SECRET=1");
  EXPECT_EQ(get("src/main.c").size(), 4000u);
}

TEST_F(WorkspaceTest, ATreeBeyondTheLimitIsSaidToBeIncomplete) {
  options.entries_max = 20;
  open();
  for (int i = 10; i < 40; ++i) put("f" + std::to_string(i), "x");
  const Step step = command("c", [&] {
    put("f11", "changed");
    put("f00", "new: moves what lies at the limit");
  });
  EXPECT_TRUE(step.incomplete);
  EXPECT_EQ(shown(step.effects), "created:f00 modified:f11");
}

TEST_F(WorkspaceTest, GitAndPlumbsOwnFoldersAreNotPartOfTheTree) {
  put(".git/HEAD", "ref: refs/heads/main");
  options.session_dir = at(".plumb/session");
  options.store_dir = at(".plumb/store");
  open();
  const Step step = command("c", [&] {
    put(".git/HEAD", "moved");
    put("sub/.git/HEAD", "a repository inside is ordinary");
  });
  EXPECT_EQ(shown(step.effects), "created:sub created:sub/.git created:sub/.git/HEAD");
  const Step next = command("d", [] {});
  EXPECT_EQ(shown(next.effects), "");
}

TEST_F(WorkspaceTest, TheNextSessionStartsFromTheLastSnapshot) {
  for (int i = 0; i < 20; ++i) put("d/" + std::to_string(i), std::string(1000, static_cast<char>('a' + i)));
  ::usleep(30000);  // past the clock tick within which a file counts as unsure
  command("c", [] {});
  const auto bytes_kept = [&] {
    std::uint64_t total = 0;
    const auto folder = options.store_dir + "/gen-000001";
    const auto names = base::list_dir(folder).value();
    for (const auto& name : names)
      if (name.ends_with(".pack")) total += base::read_file(join(folder, name)).value().size();
    return total;
  };
  EXPECT_EQ(bytes_kept(), 20000u);
  open_other("second");
  put("d/3", "three");
  const Step step = command("c", [&] { put("d/3", "3"); });
  EXPECT_EQ(shown(step.effects), "modified:d/3");
  EXPECT_EQ(bytes_kept(), 20006u);
}

TEST_F(WorkspaceTest, DiffsAreForPeople) {
  put("text", "one\ntwo\n");
  put("binary", std::string("\0\1", 2));
  put("mode", "m");
  put("link", "");
  ASSERT_EQ(::unlink(at("link").c_str()), 0);
  ASSERT_EQ(::symlink("a", at("link").c_str()), 0);
  command("c", [&] {
    put("text", "one\n2\n");
    put("binary", std::string("\0\2", 2));
    ASSERT_EQ(::chmod(at("mode").c_str(), 0755), 0);
    ASSERT_EQ(::unlink(at("link").c_str()), 0);
    ASSERT_EQ(::symlink("b", at("link").c_str()), 0);
    ASSERT_TRUE(base::make_dirs(at("folder")));
  });
  std::map<std::string, std::string> diffs;
  for (const Effect& effect : workspace->steps()[0].effects)
    diffs[effect.path] = workspace->diff(effect, 64 << 10);
  EXPECT_NE(diffs["text"].find("-two\n+2\n"), std::string::npos) << diffs["text"];
  EXPECT_NE(diffs["binary"].find("Binary files"), std::string::npos) << diffs["binary"];
  EXPECT_EQ(diffs["mode"], "diff --git a/mode b/mode\nold mode 100644\nnew mode 100755\n");
  EXPECT_NE(diffs["link"].find("-a\n"), std::string::npos) << diffs["link"];
  EXPECT_EQ(diffs["folder"], "nothing -> folder folder\n");
  EXPECT_LE(workspace->diff(workspace->steps()[0].effects.back(), 20).size(), 20u);
}

TEST_F(WorkspaceTest, TheHashIsThatOfTheTreeAnywhere) {
  put("a", "1");
  put("d/b", "2", 0755);
  put(".gitignore", "*.o\n");
  put("x.o", "object");
  ASSERT_EQ(::symlink("a", at("l").c_str()), 0);
  const std::string first = hash();
  EXPECT_EQ(first.size(), 64u);
  put("x.o", "other object");
  ASSERT_TRUE(base::make_dirs(at("empty")));
  ASSERT_EQ(::chmod(at("a").c_str(), 0664), 0);
  EXPECT_EQ(hash(), first);
  const std::string into = temp.path() + "/copy";
  ASSERT_TRUE(loop.run(workspace->fork(Workspace::Tree::now, into, false)));
  ASSERT_EQ(::chmod(at("a").c_str(), 0755), 0);
  EXPECT_NE(hash(), first);
  put("a", "9", 0644);
  EXPECT_NE(hash(), first);
  put("a", "1");
  EXPECT_EQ(hash(), first);
  options.root = into;
  open_other("second");
  EXPECT_EQ(hash(), first);
}

TEST_F(WorkspaceTest, ForksAreCopiesOfNowOrBefore) {
  put("a", "1", 0755);
  put("dir/b", "2");
  put("gone", "g");
  ASSERT_EQ(::symlink("a", at("l").c_str()), 0);
  ASSERT_EQ(::chmod(at("dir").c_str(), 0500), 0);
  const auto before = picture();
  command("c", [&] {
    put("a", "changed", 0644);
    ASSERT_EQ(::unlink(at("gone").c_str()), 0);
    put("new/file", "n");
  });
  const auto now = picture();
  const auto copied = [&](Workspace::Tree tree, const std::string& name) {
    const std::string into = temp.path() + "/" + name;
    const auto made = loop.run(workspace->fork(tree, into, false));
    EXPECT_TRUE(made) << made.error().what;
    Picture out;
    picture_of(into, "", out, true);
    return out;
  };
  EXPECT_EQ(copied(Workspace::Tree::now, "f1"), now);
  EXPECT_EQ(copied(Workspace::Tree::before, "f2"), before);
  EXPECT_EQ(picture(), now);
  EXPECT_EQ(loop.run(workspace->fork(Workspace::Tree::now, temp.path() + "/f1", false)).error().code,
            Code::exists);
  const auto big = loop.run(workspace->fork(Workspace::Tree::now, temp.path() + "/f3", false, 4));
  ASSERT_FALSE(big);
  EXPECT_EQ(big.error().code, Code::too_big);
  EXPECT_FALSE(base::exists(temp.path() + "/f3"));
}
