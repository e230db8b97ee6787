#include "base/file.h"
#include "base/paths.h"
#include "sandbox/probe.h"

namespace sandbox {

namespace {

// Relative to the home. Folders where a tool keeps both settings and keys are hidden by the key's file,
// so that the tool still works.
constexpr const char* k_of_home[] = {
    // keys and tokens
    ".ssh", ".gnupg", ".aws", ".azure", ".config/gcloud", ".kube", ".oci", ".config/doctl", ".config/hcloud",
    ".config/rclone", ".config/sops", ".config/age", ".config/op", ".config/Bitwarden CLI", ".config/gh", ".config/glab-cli",
    ".config/hub", ".config/git/credentials", ".git-credentials", ".netrc", ".authinfo", ".authinfo.gpg", ".pgpass",
    ".my.cnf", ".mylogin.cnf", ".s3cfg", ".boto", ".dockercfg", ".docker/config.json", ".config/containers/auth.json",
    ".npmrc", ".yarnrc.yml", ".pypirc", ".config/pypoetry/auth.toml", ".cargo/credentials", ".cargo/credentials.toml",
    ".gem/credentials", ".local/share/gem/credentials", ".m2/settings.xml", ".m2/settings-security.xml",
    ".gradle/gradle.properties", ".composer/auth.json", ".config/composer/auth.json", ".nuget/NuGet/NuGet.Config",
    ".terraform.d/credentials.tfrc.json", ".terraformrc", ".vault-token", ".config/heroku", ".fly", ".config/fly",
    ".wrangler", ".config/.wrangler", ".vercel", ".config/vercel", ".config/netlify", ".huggingface",
    ".cache/huggingface/token", ".kaggle", ".config/kaggle", ".databrickscfg", ".snowflake", ".bitcoin", ".ethereum",
    ".electrum", ".password-store", ".local/share/keyrings", ".local/share/kwalletd", ".kde/share/apps/kwallet",
    ".config/keepassxc", ".local/share/pass", ".pki",
    // other agents' logins
    ".claude", ".claude.json", ".codex", ".config/opencode", ".local/share/opencode", ".gemini", ".config/github-copilot",
    ".cursor", ".config/anthropic", ".config/openai", ".config/crush", ".local/share/crush", ".aider.conf.yml",
    // browsers, mail, chat
    ".mozilla", ".thunderbird", ".config/google-chrome", ".config/google-chrome-beta", ".config/chromium",
    ".config/BraveSoftware", ".config/microsoft-edge", ".config/vivaldi", ".config/opera", ".librewolf", ".zen",
    "snap/firefox", "snap/chromium", ".var/app/org.mozilla.firefox", ".var/app/com.google.Chrome",
    ".config/Signal", ".config/Slack", ".config/discord", ".local/share/TelegramDesktop", ".config/Element",
    ".mutt", ".muttrc", ".config/mutt", ".config/neomutt", ".offlineimaprc", ".mbsyncrc", ".msmtprc", ".config/msmtp",
    // what was typed
    ".bash_history", ".zsh_history", ".zhistory", ".histfile", ".local/share/fish/fish_history", ".python_history",
    ".node_repl_history", ".psql_history", ".mysql_history", ".sqlite_history", ".rediscli_history", ".lesshst",
    ".viminfo", ".local/share/recently-used.xbel",
    // the way into a desktop session
    ".Xauthority", ".ICEauthority",
};

// An ordinary user cannot read them; root must not either.
constexpr const char* k_of_root[] = {"/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/ssl/private",
                                     "/etc/sudoers", "/etc/sudoers.d", "/etc/krb5.keytab", "/var/lib/docker",
                                     "/var/lib/kubelet", "/etc/kubernetes", "/etc/wireguard",
                                     "/etc/NetworkManager/system-connections", "/var/spool/cron", "/var/lib/sss"};

void add_host_keys(std::vector<std::string>& places) {
  const auto names = base::list_dir("/etc/ssh");
  if (!names) return;
  for (const auto& name : *names)
    if (name.starts_with("ssh_host_") && name.ends_with("_key")) places.push_back("/etc/ssh/" + name);
}

}  // namespace

std::vector<std::string> secret_places(const std::string& home, const std::vector<std::string>& own_folders) {
  std::vector<std::string> places = own_folders;
  if (!home.empty())
    for (const char* each : k_of_home) places.push_back(base::join(home, each));
  for (const char* each : k_of_root) places.emplace_back(each);
  add_host_keys(places);
  std::erase_if(places, [](const std::string& each) { return each.empty() || each[0] != '/' || !base::exists(each); });
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

}  // namespace sandbox
