#include "curl_library.h"

#include <dlfcn.h>

#include <string>

namespace io {

namespace {

base::Error missing(const std::string& reason) {
  return {base::Code::unsupported,
          "cannot speak HTTP without libcurl (install the package libcurl4): " + reason};
}

template <class F>
bool find(void* library, const char* name, F& place) {
  place = reinterpret_cast<F>(::dlsym(library, name));
  return place != nullptr;
}

base::Result<CurlLibrary> load() {
  void* library = nullptr;
  std::string reason;
  for (const char* name : {"libcurl.so.4", "libcurl-gnutls.so.4"}) {
    library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library != nullptr) break;
    if (reason.empty()) reason = ::dlerror();
  }
  if (library == nullptr) return base::fail(missing(reason));
  CurlLibrary curl{};
  const bool all =
      find(library, "curl_global_init", curl.global_init) && find(library, "curl_easy_init", curl.easy_init) &&
      find(library, "curl_easy_setopt", curl.easy_setopt) && find(library, "curl_easy_getinfo", curl.easy_getinfo) &&
      find(library, "curl_easy_cleanup", curl.easy_cleanup) && find(library, "curl_easy_strerror", curl.easy_strerror) &&
      find(library, "curl_slist_append", curl.slist_append) &&
      find(library, "curl_slist_free_all", curl.slist_free_all) && find(library, "curl_multi_init", curl.multi_init) &&
      find(library, "curl_multi_setopt", curl.multi_setopt) &&
      find(library, "curl_multi_add_handle", curl.multi_add_handle) &&
      find(library, "curl_multi_remove_handle", curl.multi_remove_handle) &&
      find(library, "curl_multi_socket_action", curl.multi_socket_action) &&
      find(library, "curl_multi_info_read", curl.multi_info_read) &&
      find(library, "curl_multi_cleanup", curl.multi_cleanup) &&
      find(library, "curl_multi_strerror", curl.multi_strerror);
  if (!all) return base::fail(missing("the one installed is too old"));
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return base::fail(missing("it did not initialise"));
  return curl;
}

}  // namespace

base::Result<const CurlLibrary*> curl_library() {
  static const base::Result<CurlLibrary> library = load();
  if (!library) return base::fail(library.error());
  return &*library;
}

}  // namespace io
