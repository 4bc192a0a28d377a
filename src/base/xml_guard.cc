#include "sovang/base/xml_guard.h"
