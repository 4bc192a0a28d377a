#include "sovang/archive/archive.h"
