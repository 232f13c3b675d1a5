#include <ntddk.h>
#include <usbdlib.h>

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "nt/ke/testing.h"

namespace owdf::usbd {
namespace {

class UsbdTest : public ke::KernelTest {
 protected:
  // A device with two interfaces; the first has a second setting. An association and a class descriptor stand between.
  std::vector<UCHAR> bytes_ = {
      9, 2,  78,   0, 2, 1,    0,  0xA0, 50,                              //   0 configuration
      8, 11, 0,    2, 3, 1,    2,  0,                                     //   9 association
      9, 4,  0,    0, 1, 0xFF, 1,  2,    0,  7, 5,    0x81, 3, 8, 0, 10,  //  17 interface 0 setting 0, 26 endpoint
      9, 4,  0,    1, 2, 0xFF, 1,  3,    0,  7, 5,    0x82, 2, 0, 2, 0,   //  33 interface 0 setting 1, 42 endpoint
      7, 5,  0x02, 2, 0, 2,    0,                                         //  49 endpoint
      9, 4,  1,    0, 1, 3,    1,  1,    0,  6, 0x21, 1,    2, 0, 0,      //  56 interface 1, 65 class descriptor
      7, 5,  0x83, 3, 8, 0,    10,                                        //  71 endpoint
  };

  PUSB_CONFIGURATION_DESCRIPTOR config() { return reinterpret_cast<PUSB_CONFIGURATION_DESCRIPTOR>(bytes_.data()); }
  LONG offset(const void* at) { return at ? LONG(static_cast<const UCHAR*>(at) - bytes_.data()) : -1; }
  LONG find(LONG number, LONG setting, LONG kind, LONG subclass, LONG protocol, ULONG from = 0) {
    return offset(
        USBD_ParseConfigurationDescriptorEx(config(), bytes_.data() + from, number, setting, kind, subclass, protocol));
  }
  USBD_STATUS validate(USHORT level) {
    return USBD_ValidateConfigurationDescriptor(config(), ULONG(bytes_.size()), level, &failed_at_, 'tseT');
  }
  // What validation says of the configuration with one byte changed.
  USBD_STATUS validate_with(ULONG index, UCHAR value, USHORT level) {
    const UCHAR kept = std::exchange(bytes_[index], value);
    const USBD_STATUS status = validate(level);
    bytes_[index] = kept;
    return status;
  }

  UCHAR* failed_at_ = nullptr;
};
OWDF_IN_BOTH_FORMS(UsbdTest);

TEST_P(UsbdTest, ADescriptorIsFoundByItsTypeFromWhereTheSearchBegins) {
  RecordProperty("ddi", "USBD_ParseDescriptors");
  const ULONG length = ULONG(bytes_.size());
  EXPECT_EQ(offset(USBD_ParseDescriptors(bytes_.data(), length, bytes_.data(), USB_ENDPOINT_DESCRIPTOR_TYPE)), 26);
  EXPECT_EQ(offset(USBD_ParseDescriptors(bytes_.data(), length, &bytes_[33], USB_ENDPOINT_DESCRIPTOR_TYPE)), 42);
  EXPECT_EQ(USBD_ParseDescriptors(bytes_.data(), length, bytes_.data(), USB_STRING_DESCRIPTOR_TYPE), nullptr);
  EXPECT_EQ(USBD_ParseDescriptors(bytes_.data(), 30, &bytes_[26], USB_ENDPOINT_DESCRIPTOR_TYPE), nullptr);
}

TEST_P(UsbdTest, ADescriptorOfNoLengthEndsTheSearch) {
  RecordProperty("ddi", "USBD_ParseDescriptors");
  bytes_[9] = 0;
  EXPECT_EQ(USBD_ParseDescriptors(bytes_.data(), ULONG(bytes_.size()), bytes_.data(), USB_ENDPOINT_DESCRIPTOR_TYPE),
            nullptr);
}

TEST_P(UsbdTest, AnInterfaceIsFoundByTheCriteriaGivenAndMinusOneIsNone) {
  RecordProperty("ddi", "USBD_ParseConfigurationDescriptorEx USBD_ParseConfigurationDescriptor");
  EXPECT_EQ(find(-1, -1, -1, -1, -1), 17);
  EXPECT_EQ(find(0, 1, -1, -1, -1), 33);
  EXPECT_EQ(find(-1, -1, 3, -1, -1), 56);
  EXPECT_EQ(find(-1, -1, 0xFF, 1, 3), 33);
  EXPECT_EQ(find(-1, -1, -1, -1, -1, 33), 33);
  EXPECT_EQ(find(2, -1, -1, -1, -1), -1);
  EXPECT_EQ(find(0, -1, 3, -1, -1), -1);
  EXPECT_EQ(offset(USBD_ParseConfigurationDescriptor(config(), 1, 0)), 56);
  EXPECT_EQ(USBD_ParseConfigurationDescriptor(config(), 1, 1), nullptr);
}

TEST_P(UsbdTest, AnInterfaceReachesToTheNextOneOrTheEnd) {
  RecordProperty("ddi", "USBD_GetInterfaceLength");
  auto* first = reinterpret_cast<PUSB_INTERFACE_DESCRIPTOR>(&bytes_[17]);
  auto* last = reinterpret_cast<PUSB_INTERFACE_DESCRIPTOR>(&bytes_[56]);
  EXPECT_EQ(USBD_GetInterfaceLength(first, bytes_.data() + bytes_.size()), 16u);
  EXPECT_EQ(USBD_GetInterfaceLength(last, bytes_.data() + bytes_.size()), 22u);
  EXPECT_EQ(USBD_GetInterfaceLength(first, &bytes_[26]), 9u);
  EXPECT_EQ(USBD_GetInterfaceLength(first, &bytes_[17]), 0u);
}

TEST_P(UsbdTest, ASoundConfigurationIsValidAtEveryLevel) {
  RecordProperty("ddi", "USBD_ValidateConfigurationDescriptor");
  for (USHORT level = 1; level <= 3; level++) {
    EXPECT_EQ(validate(level), USBD_STATUS_SUCCESS) << level << " at " << offset(failed_at_);
  }
  EXPECT_EQ(validate(0), USBD_STATUS_INVALID_PARAMETER);
  EXPECT_EQ(validate(4), USBD_STATUS_INVALID_PARAMETER);
}

TEST_P(UsbdTest, TheHeaderIsCheckedAtEveryLevel) {
  RecordProperty("ddi", "USBD_ValidateConfigurationDescriptor");
  EXPECT_EQ(validate_with(0, 8, 1), USBD_STATUS_BAD_DESCRIPTOR_BLEN);
  EXPECT_EQ(validate_with(1, 4, 1), USBD_STATUS_BAD_DESCRIPTOR_TYPE);
  EXPECT_EQ(offset(failed_at_), 1);
  EXPECT_EQ(validate_with(2, 79, 1), USBD_STATUS_BAD_CONFIG_DESC_LENGTH);
  EXPECT_EQ(validate_with(4, 0, 1), USBD_STATUS_BAD_NUMBER_OF_INTERFACES);
  EXPECT_EQ(USBD_ValidateConfigurationDescriptor(config(), 8, 1, &failed_at_, 0), USBD_STATUS_BAD_CONFIG_DESC_LENGTH);
  EXPECT_EQ(validate_with(17, 3, 1), USBD_STATUS_SUCCESS);
}

TEST_P(UsbdTest, TheStructureIsCheckedFromTheSecondLevelOn) {
  RecordProperty("ddi", "USBD_ValidateConfigurationDescriptor");
  EXPECT_EQ(validate_with(17, 8, 2), USBD_STATUS_BAD_INTERFACE_DESCRIPTOR);
  EXPECT_EQ(offset(failed_at_), 17);
  EXPECT_EQ(validate_with(9, 0, 2), USBD_STATUS_BAD_DESCRIPTOR_BLEN);
  EXPECT_EQ(validate_with(4, 3, 2), USBD_STATUS_BAD_NUMBER_OF_INTERFACES);
  EXPECT_EQ(validate_with(28, 0x80, 2), USBD_STATUS_BAD_ENDPOINT_ADDRESS);
  EXPECT_EQ(validate_with(28, 0xC1, 2), USBD_STATUS_BAD_ENDPOINT_ADDRESS);
  EXPECT_EQ(validate_with(51, 0x82, 2), USBD_STATUS_BAD_ENDPOINT_ADDRESS);
  EXPECT_EQ(validate_with(36, 2, 2), USBD_STATUS_BAD_INTERFACE_DESCRIPTOR);
  EXPECT_EQ(validate_with(58, 9, 2), USBD_STATUS_SUCCESS);
}

TEST_P(UsbdTest, OrderAndCountsAreCheckedAtTheThirdLevel) {
  RecordProperty("ddi", "USBD_ValidateConfigurationDescriptor");
  EXPECT_EQ(validate_with(58, 9, 3), USBD_STATUS_BAD_INTERFACE_DESCRIPTOR);
  EXPECT_EQ(validate_with(21, 2, 2), USBD_STATUS_SUCCESS);
  EXPECT_EQ(validate_with(21, 2, 3), USBD_STATUS_BAD_NUMBER_OF_ENDPOINTS);
  EXPECT_EQ(offset(failed_at_), 21);
}

TEST_P(UsbdTest, ASelectRequestHasARecordForEachListedInterface) {
  RecordProperty("ddi", "USBD_CreateConfigurationRequestEx");
  run([&] {
    USBD_INTERFACE_LIST_ENTRY list[3] = {};
    list[0].InterfaceDescriptor = reinterpret_cast<PUSB_INTERFACE_DESCRIPTOR>(&bytes_[33]);
    list[1].InterfaceDescriptor = reinterpret_cast<PUSB_INTERFACE_DESCRIPTOR>(&bytes_[56]);
    PURB urb = USBD_CreateConfigurationRequestEx(config(), list);
    ASSERT_NE(urb, nullptr);
    EXPECT_EQ(urb->UrbHeader.Function, URB_FUNCTION_SELECT_CONFIGURATION);
    EXPECT_EQ(urb->UrbHeader.Length, GET_SELECT_CONFIGURATION_REQUEST_SIZE(2, 3));
    EXPECT_EQ(urb->UrbSelectConfiguration.ConfigurationDescriptor, config());
    EXPECT_EQ(list[0].Interface, &urb->UrbSelectConfiguration.Interface);
    EXPECT_EQ(list[0].Interface->Length, 72);
    EXPECT_EQ(list[0].Interface->AlternateSetting, 1);
    EXPECT_EQ(list[0].Interface->NumberOfPipes, 2u);
    EXPECT_EQ(list[0].Interface->Pipes[1].MaximumTransferSize, USBD_DEFAULT_MAXIMUM_TRANSFER_SIZE);
    EXPECT_EQ(reinterpret_cast<UCHAR*>(list[1].Interface), reinterpret_cast<UCHAR*>(list[0].Interface) + 72);
    EXPECT_EQ(list[1].Interface->InterfaceNumber, 1);
    ExFreePool(urb);
  });
}

TEST_P(UsbdTest, TheOlderCallSelectsTheFirstSettingOfEveryInterface) {
  RecordProperty("ddi", "USBD_CreateConfigurationRequest");
  run([&] {
    USHORT size = 0;
    PURB urb = USBD_CreateConfigurationRequest(config(), &size);
    ASSERT_NE(urb, nullptr);
    EXPECT_EQ(size, GET_SELECT_CONFIGURATION_REQUEST_SIZE(2, 2));
    EXPECT_EQ(urb->UrbSelectConfiguration.Interface.AlternateSetting, 0);
    EXPECT_EQ(urb->UrbSelectConfiguration.Interface.NumberOfPipes, 1u);
    ExFreePool(urb);
  });
}

}  // namespace
}  // namespace owdf::usbd
