#include "sovang/layout/fonts.h"
#include "sovang/layout/layout.h"
#include "sovang/layout/pages.h"
