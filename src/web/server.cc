#include "sovang/web/server.h"
