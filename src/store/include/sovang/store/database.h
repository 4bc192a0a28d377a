#pragma once

#include "sovang/base/result.h"
