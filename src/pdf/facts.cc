#include "sovang/pdf/writer.h"
