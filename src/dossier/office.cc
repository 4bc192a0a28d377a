#include "sovang/dossier/office.h"
