/*
 * Stands in for NVIDIA's management library. It does what a file beside it says: the library's own
 * path with ".conf", one "key=value" a line:
 *   driver=550.54.15          version of the driver
 *   cuda=12040                newest CUDA version, 1000 * major + 10 * minor
 *   gpu=NAME|BYTES|MAJOR.MINOR   a device; as many lines as there are devices
 *   fail=FUNCTION CODE        this function returns this code
 *   hang=FUNCTION             this function never returns
 *   words=none                codes have no words
 * Every call is written to the library's own path with ".log", one name a line.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST 16

struct memory {
  unsigned long long total;
  unsigned long long free;
  unsigned long long used;
};

struct device {
  char name[128];
  unsigned long long memory;
  int major;
  int minor;
};

static char driver[128];
static int cuda;
static struct device devices[MOST];
static unsigned int count;
static char failing[128];
static int code;
static char hanging[128];
static int wordless;
static int initialized;

static void beside(char *path, size_t size, const char *suffix) {
  Dl_info info;
  if (!dladdr((void *)beside, &info)) abort();
  snprintf(path, size, "%s%s", info.dli_fname, suffix);
}

static void configure(void) {
  char path[4096];
  char line[512];
  struct device *next;
  FILE *file;
  beside(path, sizeof path, ".conf");
  file = fopen(path, "r");
  if (!file) return;
  count = 0;
  while (fgets(line, sizeof line, file)) {
    if (sscanf(line, "driver=%127s", driver) == 1) continue;
    if (sscanf(line, "cuda=%d", &cuda) == 1) continue;
    if (sscanf(line, "fail=%127s %d", failing, &code) == 2) continue;
    if (sscanf(line, "hang=%127s", hanging) == 1) continue;
    if (strncmp(line, "words=none", 10) == 0) wordless = 1;
    next = &devices[count];
    if (count < MOST && sscanf(line, "gpu=%127[^|]|%llu|%d.%d", next->name, &next->memory,
                               &next->major, &next->minor) == 4) {
      count++;
    }
  }
  fclose(file);
}

/* What happens at the start of each function. */
static int enter(const char *function) {
  char path[4096];
  FILE *log;
  if (!initialized) configure();
  beside(path, sizeof path, ".log");
  log = fopen(path, "a");
  if (log) {
    fprintf(log, "%s\n", function);
    fclose(log);
  }
  while (strcmp(function, hanging) == 0) pause();
  return strcmp(function, failing) == 0 ? code : 0;
}

static int copy(char *buffer, unsigned int length, const char *text) {
  if (strlen(text) + 1 > length) return 7; /* insufficient size */
  strcpy(buffer, text);
  return 0;
}

int nvmlInit_v2(void) {
  int error = enter("nvmlInit_v2");
  if (!error) initialized = 1;
  return error;
}

int nvmlShutdown(void) {
  int error = enter("nvmlShutdown");
  initialized = 0;
  return error;
}

const char *nvmlErrorString(int error) {
  static char words[64];
  if (wordless) return NULL;
  snprintf(words, sizeof words, "fake error %d", error);
  return words;
}

int nvmlSystemGetDriverVersion(char *buffer, unsigned int length) {
  int error = enter("nvmlSystemGetDriverVersion");
  return error ? error : !initialized ? 1 : copy(buffer, length, driver);
}

int nvmlSystemGetCudaDriverVersion_v2(int *version) {
  int error = enter("nvmlSystemGetCudaDriverVersion_v2");
  if (!error) *version = cuda;
  return error;
}

int nvmlDeviceGetCount_v2(unsigned int *number) {
  int error = enter("nvmlDeviceGetCount_v2");
  if (!error) *number = count;
  return error;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned int index, struct device **device) {
  int error = enter("nvmlDeviceGetHandleByIndex_v2");
  if (error) return error;
  if (index >= count) return 2; /* invalid argument */
  *device = &devices[index];
  return 0;
}

int nvmlDeviceGetName(struct device *device, char *buffer, unsigned int length) {
  int error = enter("nvmlDeviceGetName");
  return error ? error : copy(buffer, length, device->name);
}

int nvmlDeviceGetMemoryInfo(struct device *device, struct memory *memory) {
  int error = enter("nvmlDeviceGetMemoryInfo");
  if (error) return error;
  memory->total = device->memory;
  memory->free = device->memory / 2;
  memory->used = device->memory - memory->free;
  return 0;
}

#ifndef WITHOUT_COMPUTE_CAPABILITY
int nvmlDeviceGetCudaComputeCapability(struct device *device, int *major, int *minor) {
  int error = enter("nvmlDeviceGetCudaComputeCapability");
  if (error) return error;
  *major = device->major;
  *minor = device->minor;
  return 0;
}
#endif
